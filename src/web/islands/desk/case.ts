// One case, live: the page fetches itself when the server says that something happened to it.

const POLL_MS = 15_000;
const part = (): HTMLElement => document.getElementById('case')!;
let listening = false;
let busy = false;
let again = false;

/** Whoever is filling in a form, or about to press a button, keeps it as it is, and is told. */
function inUse(old: HTMLElement): boolean {
  if (old.querySelector(':active, form[data-sent]')) return true;
  const { activeElement } = document;
  if (activeElement?.matches('input:not([type=hidden]), textarea, select') && old.contains(activeElement))
    return true;
  return [...old.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].some((one) =>
    one instanceof HTMLInputElement && /^(checkbox|radio)$/.test(one.type)
      ? one.checked !== one.defaultChecked
      : one.value !== one.defaultValue,
  );
}

/** Puts the new part in place of the old one; what was opened stays open, and the focus where it was. */
function exchange(old: HTMLElement, fresh: HTMLElement): void {
  const opened = [...old.querySelectorAll('details')].map((one) => one.open);
  for (const [i, one] of [...fresh.querySelectorAll('details')].entries()) one.open ||= opened[i] === true;
  const focused = old.contains(document.activeElement) ? document.activeElement!.textContent : null;
  old.replaceWith(fresh);
  if (focused !== null)
    [...fresh.querySelectorAll<HTMLElement>('a, button, summary, [tabindex]')]
      .find((one) => one.textContent === focused)
      ?.focus({ preventScroll: true });
}

async function refresh(): Promise<void> {
  again = busy;
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(location.pathname, { headers: { accept: 'text/html' } });
    // The session is over or the case is gone: the server's own page says so.
    if (answer.redirected || answer.status === 404) return location.reload();
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = next.getElementById('case');
    const old = part();
    if (!answer.ok || !fresh || fresh.dataset['moment'] === old.dataset['moment']) return;
    if (inUse(old)) {
      document.getElementById('moved')!.hidden = false;
      return;
    }
    exchange(old, fresh);
    document.getElementById('moved')!.hidden = true;
    document.getElementById('said')!.textContent = fresh.dataset['say']!;
  } catch {
    // Offline: the next change or poll tries again.
  } finally {
    busy = false;
    if (again) void refresh();
  }
}

function listen(): void {
  const from = part().dataset['events'];
  if (!from || listening) return;
  listening = true;
  const stream = new EventSource(from);
  stream.addEventListener('case', (event) => {
    const { moment } = JSON.parse(event.data) as { readonly moment: string };
    if (moment !== part().dataset['moment']) void refresh();
  });
  stream.addEventListener('error', () => {
    if (stream.readyState === EventSource.CLOSED) listening = false;
  });
  addEventListener('pagehide', () => stream.close());
}

listen();
setInterval(() => {
  if (document.visibilityState !== 'visible' || !part().dataset['events']) return;
  listen();
  // The stream says all; without one the page looks for itself. What was not shown because of a form is looked at again.
  if (!listening || !document.getElementById('moved')!.hidden) void refresh();
}, POLL_MS);
