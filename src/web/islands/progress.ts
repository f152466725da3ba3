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

/** The part without the time at which it was looked at, and without what its reader opened. */
function content(of: HTMLElement): string {
  const copy = of.cloneNode(true) as HTMLElement;
  copy.querySelector('[data-clock]')?.remove();
  // The buttons that only a script can serve are hidden as they come from the server.
  for (const one of copy.querySelectorAll('[data-copy], [data-print]')) one.removeAttribute('hidden');
  for (const one of copy.querySelectorAll('[open], [tabindex]')) {
    one.removeAttribute('open');
    one.removeAttribute('tabindex');
  }
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
  // Whoever is about to tap keeps the button under the finger; whoever has tapped is about to leave.
  if (old.querySelector(':active, form[data-sent]')) {
    addEventListener('pointerup', () => setTimeout(refresh), { once: true });
    return;
  }
  const heard = new Set(sayings(old));
  const news = sayings(fresh).filter((words) => !heard.has(words));
  document.title = next.title;
  exchange(old, fresh);
  if (news.length > 0) {
    const said = document.getElementById('said')!;
    said.textContent = news.join(said.dataset['between']);
  }
}

/** What the part has to say: its headline, and the state of each of its pieces. */
function sayings(of: HTMLElement): string[] {
  return [of, ...of.querySelectorAll<HTMLElement>('[data-say]')].flatMap((one) => one.dataset['say'] ?? []);
}

/** Puts the new part in place of the old one; what was opened stays open, and the focus stays where it was. */
function exchange(old: HTMLElement, fresh: HTMLElement): void {
  for (const { id } of old.querySelectorAll('details[id][open]')) {
    fresh.querySelector(`#${id}`)?.setAttribute('open', '');
  }
  const focused = document.activeElement as HTMLElement | null;
  if (!focused || !old.contains(focused)) {
    old.replaceWith(fresh);
    return;
  }
  const { top } = focused.getBoundingClientRect();
  const heir = heirOf(focused, old, fresh);
  old.replaceWith(fresh);
  if (!heir) return;
  if (heir.matches('h1, h2, h3')) heir.tabIndex = -1;
  heir.focus({ preventScroll: true });
  scrollBy(0, heir.getBoundingClientRect().top - top);
}

/** The same button in the same block of the new part or, where it is gone, the heading of that block. */
function heirOf(focused: HTMLElement, old: HTMLElement, fresh: HTMLElement): HTMLElement | null {
  const block = focused.closest('[id]')!;
  const home = block === old ? fresh : fresh.querySelector<HTMLElement>(`#${block.id}`);
  if (block === focused) return home;
  const same = [...(home?.querySelectorAll<HTMLElement>(focused.localName) ?? [])];
  return (
    same.find((one) => one.textContent === focused.textContent) ??
    (home ?? fresh).querySelector<HTMLElement>('h1, h2, h3')
  );
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
