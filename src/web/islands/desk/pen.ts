// The pad on which a customer signs. The strokes stay in this page's memory alone: they are drawn anew when the screen
// turns, they wait while there is no connection, and they are gone with the page.

import type SignaturePad from 'signature_pad';

const PAD_SCRIPT = 'vendor:desk-signature-pad';
const form = document.querySelector<HTMLFormElement>('form[data-pen]')!;
const box = form.querySelector<HTMLElement>('[data-pad]')!;
const canvas = box.querySelector('canvas')!;
const said = box.querySelector<HTMLElement>('[role=status]')!;
const { default: Pad } = (await import(PAD_SCRIPT)) as { default: typeof SignaturePad };

box.hidden = false;
const pad = new Pad(canvas, { penColor: '#17211f', minWidth: 0.9, maxWidth: 2.6 });
let width = 0;
let waiting = false;

/** As large as its box, in the pixels of the screen; what was drawn grows or shrinks with it. */
function resized(): void {
  const { clientWidth, clientHeight } = canvas;
  if (clientWidth === 0 || clientWidth === width) return;
  const scale = width === 0 ? 1 : clientWidth / width;
  const drawn = pad.toData();
  width = clientWidth;
  canvas.width = clientWidth * devicePixelRatio;
  canvas.height = clientHeight * devicePixelRatio;
  canvas.getContext('2d')!.scale(devicePixelRatio, devicePixelRatio);
  pad.clear();
  for (const { points } of drawn)
    for (const point of points) {
      point.x *= scale;
      point.y *= scale;
    }
  pad.fromData(drawn);
}
resized();
new ResizeObserver(resized).observe(canvas);

box.querySelector('[data-clear]')!.addEventListener('click', () => pad.clear());
box.querySelector('[data-undo]')!.addEventListener('click', () => {
  pad.fromData(pad.toData().slice(0, -1));
});

/** What the server reads: places on the pad, to a tenth of its unit. */
function drawing(): File {
  const { clientWidth, clientHeight } = canvas;
  const within = (at: number, most: number): number => Math.round(Math.min(Math.max(at, 0), most) * 10) / 10;
  const strokes = pad
    .toData()
    .map(({ points }) => points.map(({ x, y }) => [within(x, clientWidth), within(y, clientHeight)]));
  return new File([JSON.stringify({ width: clientWidth, height: clientHeight, strokes })], 'signature.json');
}

async function send(): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]')!;
  const given = new FormData(form);
  // Whoever chose a picture of the paper signed there.
  const picture = given.get('signed');
  if (!(picture instanceof File && picture.size > 0)) given.set('signed', drawing());
  button.disabled = true;
  try {
    if (!navigator.onLine) throw new TypeError('offline');
    const answer = await fetch(form.action, { method: 'POST', body: given });
    waiting = false;
    if (answer.redirected) {
      pad.clear();
      location.assign(answer.url);
      return;
    }
    refused(await answer.text());
  } catch {
    waiting = true;
    said.textContent = box.dataset['offline']!;
  }
  button.disabled = false;
}

/** Shows what the server says, and leaves what was drawn as it is. */
function refused(html: string): void {
  const next = new DOMParser().parseFromString(html, 'text/html');
  const errors = next.getElementById('errors');
  if (!errors) {
    location.reload();
    return;
  }
  said.textContent = '';
  document.getElementById('errors')?.remove();
  document.querySelector('main h1')!.parentElement!.before(errors);
  errors.focus();
}

// Before the script of every page sees it, which would send the form itself.
form.addEventListener('submit', (event) => {
  const by = (event as SubmitEvent).submitter as HTMLButtonElement | null;
  // A change of language or appearance asks the page anew.
  if (by?.name === 'lang' || by?.name === 'theme') return;
  event.preventDefault();
  event.stopPropagation();
  void send();
});
addEventListener('online', () => {
  if (waiting) void send();
});
addEventListener('pagehide', () => pad.clear());
