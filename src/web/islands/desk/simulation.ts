// While a simulation runs, its page fetches itself again and shows how far it is; what is read out is the one line that says so.

const EVERY_MS = 2_000;
const part = (): HTMLElement | null => document.querySelector<HTMLElement>('#simulation[data-running]');

const look = async (): Promise<void> => {
  const shown = part();
  if (shown === null) return;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector<HTMLElement>('#simulation');
    if (fresh === null) return location.reload();
    const status = shown.querySelector('[role=status]');
    const news = fresh.querySelector('[role=status]');
    // The line stays the same element while it goes on: another one would not be read out.
    if (status !== null && news !== null) {
      status.textContent = news.textContent;
      news.replaceWith(status);
    }
    shown.replaceWith(fresh);
  } catch {
    // Offline, or the server starts again: the next look may find it.
  }
  setTimeout(() => void look(), EVERY_MS);
};
setTimeout(() => void look(), EVERY_MS / 4);
