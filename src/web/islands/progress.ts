// The progress of a case, live: the page fetches itself whenever the server says that something changed.

const POLL_MS = 10_000;
const channel = 'BroadcastChannel' in self ? new BroadcastChannel('hb-cases') : null;
let busy = false;
let again = false;

const part = (): HTMLElement => document.getElementById('case')!;
const address = (): string | undefined => part().dataset['events'];

async function refresh(): Promise<void> {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  do {
    again = false;
    try {
      const answer = await fetch(location.pathname, { headers: { accept: 'text/html' } });
      // The session is over or the case is gone: the server's own page says so.
      if (answer.redirected || answer.status === 404) location.reload();
      else if (answer.ok) show(await answer.text());
    } catch {
      // Offline: the next change or poll tries again.
    }
  } while (again);
  busy = false;
}

/** The part without the time at which it was looked at. */
function content(of: HTMLElement): string {
  const copy = of.cloneNode(true) as HTMLElement;
  copy.querySelector('[data-clock]')?.remove();
  return copy.innerHTML;
}

function show(html: string): void {
  const next = new DOMParser().parseFromString(html, 'text/html');
  const fresh = next.getElementById('case');
  const old = part();
  if (!fresh) return;
  if (content(fresh) === content(old)) {
    old.querySelector('[data-clock]')!.replaceWith(fresh.querySelector('[data-clock]')!);
    return;
  }
  const said = old.dataset['headline'];
  // Whoever is about to tap keeps the button under the finger.
  if (old.contains(document.activeElement) && said === fresh.dataset['headline']) return;
  document.title = next.title;
  old.replaceWith(fresh);
  const words = fresh.dataset['headline'] ?? '';
  if (words !== said) document.getElementById('said')!.textContent = words;
}

function listen(): Promise<void> {
  const from = address();
  if (!from) return Promise.resolve();
  return new Promise((done) => {
    const stream = new EventSource(from);
    stream.addEventListener('change', () => {
      channel?.postMessage('change');
      void refresh().then(() => {
        if (address()) return;
        stream.close();
        done();
      });
    });
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) done();
    });
  });
}

channel?.addEventListener('message', () => void refresh());
// One stream a browser: the page that holds the lock listens and tells the others.
if ('locks' in navigator) void navigator.locks.request('hb-stream', listen);
else void listen();

setInterval(() => {
  if (address() && document.visibilityState === 'visible') void refresh();
}, POLL_MS);
