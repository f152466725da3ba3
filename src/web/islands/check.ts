// A QR code in a picture: read here, and put where it can be checked. The picture is never sent, and nothing that it holds is
// followed but the paths of ours that the page names.

interface Reader {
  prepareZXingModule(options: { overrides: { locateFile: () => string } }): unknown;
  readBarcodes(
    image: ImageData,
    options: { formats: string[]; tryHarder: boolean; maxNumberOfSymbols: number },
  ): Promise<readonly { text: string }[]>;
}

const SCRIPT = 'vendor:desk-barcode-reader';
const WASM = new URL('vendor:desk-barcode-reader-wasm', location.origin).href;
/** Larger pictures would take more memory than a phone has. */
const MOST_PIXELS = 40_000_000;
const MOST_BYTES = 20_000_000;
/** The longer side, as it is looked at. */
const SIDE = 2_000;
/** A picture can hold a true code beside a false one: all of them are asked about. */
const MOST_CODES = 20;

const box = document.querySelector<HTMLElement>('[data-qr]')!;
const input = box.querySelector('input')!;
const said = box.querySelector<HTMLElement>('[role=status]')!;
/** A page follows codes to one path of ours, or has a text to put them into. */
const text = document.querySelector<HTMLTextAreaElement>('#text');

const say = (name: string): void => {
  said.textContent = box.dataset[name] ?? '';
};

let reader: Promise<Reader> | null = null;
/** Loaded when somebody chose a picture, and only then. */
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

/** The first picture of a file, no larger than it is worth; null where it is too large to be opened at all. */
async function pixelsOf(file: File): Promise<ImageData | null> {
  if (file.size > MOST_BYTES) return null;
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    await new Promise((resolve, reject) => {
      image.addEventListener('load', resolve);
      image.addEventListener('error', reject);
      image.src = address;
    });
    // Its size is known before its pixels are made.
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height > MOST_PIXELS) return null;
    const scale = Math.min(1, SIDE / Math.max(width, height, 1));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function look(file: File): Promise<void> {
  say('loading');
  try {
    const pixels = await pixelsOf(file);
    if (pixels === null) {
      say('large');
      return;
    }
    const found = await (await load()).readBarcodes(pixels, {
      formats: ['QRCode', 'DataMatrix', 'Aztec'],
      tryHarder: true,
      maxNumberOfSymbols: MOST_CODES,
    });
    const held = [...new Set(found.map((one) => one.text))].filter((one) => one !== '').join('\n');
    if (held === '') {
      say('none');
      return;
    }
    if (text === null) {
      follow(held.split('\n'));
      return;
    }
    // Not cut: what is too long is said to be, and half of it is not all of it.
    text.value = held;
    say('found');
    text.focus();
  } catch {
    say('failed');
  }
}

/** To the same path here, wherever the code leads: a paper may name another address of ours, and never takes anybody elsewhere. */
function follow(codes: readonly string[]): void {
  const [path] = codes
    .filter((code) => URL.canParse(code))
    .map((code) => new URL(code).pathname)
    .filter((one) => one.startsWith(box.dataset['follow']!));
  say(path === undefined ? 'foreign' : 'found');
  if (path !== undefined) location.assign(path);
}

box.hidden = false;
input.addEventListener('change', () => {
  const file = input.files?.[0];
  if (file) void look(file);
});
