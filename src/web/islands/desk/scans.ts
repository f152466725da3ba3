// Scanning one card after the other: what was scanned waits its turn, and the cursor never leaves the input.

const box = document.querySelector<HTMLElement>('[data-scans]')!;
const form = box.querySelector('form')!;
const input = form.querySelector<HTMLInputElement>('#iccid')!;
const tally = box.querySelector<HTMLElement>('[data-waiting]')!;
const waiting: URLSearchParams[] = [];
let sending = false;

form.addEventListener('submit', (event) => {
  // A change of language is another question; and offline every page says that nothing was sent.
  if ((event.submitter as HTMLButtonElement | null)?.name || !navigator.onLine) return;
  event.preventDefault();
  event.stopPropagation();
  input.focus();
  if (input.value.trim() === '') return;
  const given = [...new FormData(form)].map(([name, value]) => [name, String(value)] as [string, string]);
  waiting.push(new URLSearchParams(given));
  input.value = '';
  for (const once of form.querySelectorAll<HTMLInputElement>('[data-once] input')) once.value = '';
  void send();
});
addEventListener('online', () => void send());
// Whoever clicked somewhere and scans on means the input.
addEventListener('keydown', ({ target, key, ctrlKey, metaKey, altKey }) => {
  if (target === document.body && key.length === 1 && !ctrlKey && !metaKey && !altKey) input.focus();
});
// What was not sent is not in the books.
addEventListener('beforeunload', (event) => {
  if (waiting.length > 0) event.preventDefault();
});

/** In order, one at a time; what did not arrive stays, and goes with the next. */
async function send(): Promise<void> {
  show();
  if (sending) return;
  sending = true;
  while (waiting.length > 0) {
    const answer = await fetch(location.pathname, {
      method: 'POST',
      body: waiting[0]!,
      headers: { accept: 'text/html' },
    }).catch(() => null);
    if (answer === null) break;
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    waiting.shift();
    if (next.querySelector('[data-scans]') === null) {
      // The bag was sealed meanwhile, or the session is over: the server's own page says so.
      waiting.length = 0;
      location.assign(answer.url);
      return;
    }
    exchange(next);
    show();
  }
  sending = false;
}

function exchange(next: Document): void {
  for (const old of document.querySelectorAll<HTMLElement>('[data-part]')) {
    const fresh = next.querySelector(`[data-part="${old.dataset['part']}"]`);
    if (fresh) old.replaceWith(fresh);
  }
  const refused = box.querySelector('[role=alert]') !== null;
  if (refused) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

function show(): void {
  tally.hidden = waiting.length === 0;
  tally.querySelector('strong')!.textContent = String(waiting.length);
}
