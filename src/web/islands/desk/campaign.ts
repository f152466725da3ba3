// The progress of a campaign, live: numbers come through the stream; the page is fetched anew when what can be done has changed.

interface Progress {
  readonly state: string;
  readonly rows: number;
  readonly preview: number;
  readonly run: number;
  readonly outcomes: Record<string, number>;
  readonly results: Record<string, number>;
}

const POLL_MS = 10_000;
const part = (): HTMLElement => document.getElementById('campaign')!;
const number = new Intl.NumberFormat(document.documentElement.lang);
let listening = false;

/** Puts numbers into what is there. */
function count(progress: Progress): void {
  const numberOf = (name: string): number => {
    const [group, key] = name.split('.') as ['preview' | 'run' | 'outcomes' | 'results', string?];
    const found = progress[group];
    return typeof found === 'number' ? found : (found[key!] ?? 0);
  };
  for (const one of document.querySelectorAll<HTMLElement>('[data-count]')) {
    const n = number.format(numberOf(one.dataset['count']!));
    const { sentence } = one.dataset;
    one.textContent = sentence
      ? sentence.replace('{done}', n).replace('{all}', number.format(progress.rows))
      : n;
  }
  for (const bar of document.querySelectorAll<HTMLProgressElement>('[data-bar]'))
    bar.value = numberOf(bar.dataset['bar']!);
}

async function refresh(): Promise<void> {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    // The session is over or the campaign is gone: the server's own page says so.
    if (answer.redirected || answer.status === 404) location.reload();
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = next.getElementById('campaign');
    const old = part();
    // Whoever is about to press a button keeps it under the finger.
    if (!fresh || old.querySelector(':active, form[data-sent]')) return;
    const focused = old.contains(document.activeElement) ? document.activeElement!.textContent : null;
    old.replaceWith(fresh);
    if (focused !== null)
      [...fresh.querySelectorAll<HTMLElement>('a, button, h2')]
        .find((one) => one.textContent === focused)
        ?.focus();
    const news = fresh.dataset['say']!;
    if (news !== old.dataset['say']) document.getElementById('said')!.textContent = news;
  } catch {
    // Offline: the next change or poll tries again.
  }
}

function listen(): void {
  const from = part().dataset['events'];
  if (!from || listening) return;
  listening = true;
  const stream = new EventSource(from);
  stream.addEventListener('progress', (event) => {
    const progress = JSON.parse(event.data) as Progress;
    if (part().dataset['state'] !== progress.state) void refresh();
    count(progress);
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
  // The stream says all; without one the page looks for itself.
  if (!listening) void refresh();
}, POLL_MS);
