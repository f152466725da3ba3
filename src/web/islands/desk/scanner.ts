// The number of a card: from a scanner that types like a keyboard, from the camera, or from fingers.

interface Reader {
  prepareZXingModule(options: { overrides: { locateFile: () => string } }): unknown;
  readBarcodes(
    image: ImageData,
    options: { formats: string[]; tryHarder: boolean; maxNumberOfSymbols: number },
  ): Promise<readonly { text: string }[]>;
}

const SCRIPT = 'vendor:desk-barcode-reader';
const WASM = new URL('vendor:desk-barcode-reader-wasm', location.origin).href;
const LEAST = 18;
const LOOK_MS = 150;

const box = document.querySelector<HTMLElement>('[data-scanner]')!;
const input = box.querySelector<HTMLInputElement>('input')!;
const said = box.querySelector<HTMLElement>('[role=status]')!;
const button = box.querySelector<HTMLButtonElement>('[data-camera]')!;
const view = box.querySelector<HTMLElement>('[data-view]')!;
const video = view.querySelector('video')!;

const say = (name: string): void => {
  said.textContent = box.dataset[name] ?? '';
};

/** As printed: 18 to 20 places that begin with 89. */
const isIccid = (text: string): boolean => /^89[0-9A-F]{16,18}$/.test(text.replace(/F+$/, ''));

/** Whether the last digit fits (Luhn); cards that print letters have none. */
function fits(digits: string): boolean {
  if (!/^\d{19,20}$/.test(digits)) return true;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function check(): void {
  const typed = input.value.replace(/[\s-]/g, '').toUpperCase();
  if (typed.length < LEAST) say('');
  else say(isIccid(typed) && fits(typed) ? 'fits' : 'wrong');
}
input.addEventListener('input', check);

function take(text: string): void {
  input.value = text;
  check();
  // What comes next: a scanner's Enter must not send a form that is half filled in.
  const next = document.getElementById(box.dataset['next']!);
  (next?.matches('input, select') ? (next as HTMLElement) : next?.querySelector('input'))?.focus();
}

/** What a scanner typed while no field had the focus: nobody types a card's number into nowhere. */
let typed = '';
document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (key === 'Shift') return;
  if (target === input) typed = input.value.replace(/[\s-]/g, '');
  else if ((target as Element).matches('textarea, select, input:not([type=radio], [type=checkbox])')) {
    typed = '';
    return;
  }
  if (key === 'Enter') {
    const scanned = typed.toUpperCase();
    typed = '';
    if (!isIccid(scanned)) return;
    event.preventDefault();
    take(scanned);
  } else typed = /^[0-9A-Fa-f]$/.test(key) ? typed + key : '';
});

let reader: Promise<Reader> | null = null;
/** Loaded when somebody asks for the camera, and only then. */
function load(): Promise<Reader> {
  reader ??= new Promise<Reader>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = SCRIPT;
    script.addEventListener('error', () => reject(new Error('not loaded')));
    script.addEventListener('load', () => {
      const { ZXingWASM } = self as unknown as { ZXingWASM: Reader };
      ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => WASM } });
      resolve(ZXingWASM);
    });
    document.head.append(script);
  });
  reader.catch(() => {
    reader = null;
  });
  return reader;
}

let stream: MediaStream | null = null;
function stop(): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.srcObject = null;
  view.hidden = true;
  button.hidden = false;
}

async function look(): Promise<void> {
  button.hidden = true;
  say('loading');
  try {
    const [found, camera] = await Promise.all([
      load(),
      navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
        audio: false,
      }),
    ]);
    stream = camera;
    video.srcObject = camera;
    view.hidden = false;
    await video.play();
    say('looking');
    const text = await readFrom(found, camera);
    if (text !== null) take(text);
  } catch (error) {
    say(error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'nocamera');
  }
  stop();
}

/** Picture by picture, until one holds a card's number or the camera is stopped. */
async function readFrom(found: Reader, camera: MediaStream): Promise<string | null> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  while (stream === camera) {
    const { videoWidth, videoHeight } = video;
    if (videoWidth > 0) {
      canvas.width = videoWidth;
      canvas.height = videoHeight;
      context.drawImage(video, 0, 0);
      const codes = await found.readBarcodes(context.getImageData(0, 0, videoWidth, videoHeight), {
        formats: ['Code128', 'Code39', 'ITF', 'DataMatrix', 'QRCode'],
        tryHarder: true,
        maxNumberOfSymbols: 4,
      });
      const iccid = codes.map(({ text }) => text.trim().toUpperCase()).find(isIccid);
      if (iccid !== undefined) return iccid;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return null;
}

if ('mediaDevices' in navigator) {
  button.hidden = false;
  button.addEventListener('click', () => void look());
  view.querySelector('[data-stop]')!.addEventListener('click', () => {
    stop();
    say('');
    input.focus();
  });
}
addEventListener('pagehide', stop);
