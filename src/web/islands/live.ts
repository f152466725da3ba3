// How far something is, live: the page fetches itself as long as it runs, and what is new is said to who does not see it.

const EVERY_MS = 2_000;

async function look(): Promise<void> {
  const old = document.getElementById('live');
  if (!old?.hasAttribute('data-runs')) return;
  if (document.visibilityState === 'visible') {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (answer.redirected) return location.reload();
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = next.getElementById('live');
      if (answer.ok && fresh && !old.contains(document.activeElement)) old.replaceWith(fresh);
      const said = document.getElementById('said');
      if (said && fresh?.dataset['say'] && said.textContent !== fresh.dataset['say'])
        said.textContent = fresh.dataset['say'];
    } catch {
      // Offline: the next look tries again.
    }
  }
  setTimeout(look, EVERY_MS);
}
setTimeout(look, EVERY_MS);
