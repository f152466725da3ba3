import { createHash } from 'node:crypto';

/** GSM 7-bit default alphabet, index is the septet; position 0x1b is the escape. 3GPP TS 23.038 section 6.2.1. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Extension table, each behind an escape. TS 23.038 section 6.2.1.1. */
const EXTENSION: Readonly<Record<string, number>> = {
  '\f': 0x0a,
  '^': 0x14,
  '{': 0x28,
  '}': 0x29,
  '\\': 0x2f,
  '[': 0x3c,
  '~': 0x3d,
  ']': 0x3e,
  '|': 0x40,
  '€': 0x65,
};
const ESCAPE = 0x1b;
const EXTENDED = new Map(Object.entries(EXTENSION).map(([char, code]) => [code, char]));

/** The text of septets, one an octet. A character of an extension that nobody knows is shown as a space (TS 23.038 section 6.2.1.1). */
export function gsmText(septets: Iterable<number>): string {
  let text = '';
  let escaped = false;
  for (const septet of septets) {
    if (escaped) text += EXTENDED.get(septet) ?? ' ';
    else if (septet !== ESCAPE) text += BASIC[septet] ?? ' ';
    escaped = !escaped && septet === ESCAPE;
  }
  return text;
}

const SEPTETS = new Map<string, readonly number[]>([
  ...[...BASIC].filter((char) => char !== '\x1b').map((char) => [char, [BASIC.indexOf(char)]] as const),
  ...Object.entries(EXTENSION).map(([char, code]) => [char, [ESCAPE, code]] as const),
]);

/** SMPP 3.4 section 5.2.19: 0 is the message centre's default alphabet (GSM 7-bit, a septet an octet), 8 is UCS2. */
const DATA_CODING = { gsm: 0, ucs2: 8 } as const;
/** What fits without and with the 6-byte concatenation header, in septets or octets. TS 23.040 section 9.2.3.24.1. */
const LIMIT = { gsm: { whole: 160, part: 153 }, ucs2: { whole: 140, part: 134 } } as const;
const MAX_PARTS = 255;

export interface EncodedMessage {
  readonly dataCoding: number;
  /** 0x40 (user data header) if in parts. SMPP 3.4 section 5.2.12. */
  readonly esmClass: number;
  readonly parts: readonly Buffer[];
}

/**
 * Encodes a text for submit_sm: GSM 7-bit if every character fits, otherwise UCS2; in concatenated parts if long.
 * The parts' common number comes from `reference`, so a repeated message completes its first attempt on the phone.
 * @returns `null` for a text of more than 255 parts.
 */
export function encodeMessage(text: string, reference: string): EncodedMessage | null {
  const gsm = gsmUnits(text);
  const coding = gsm ? 'gsm' : 'ucs2';
  const units = gsm ?? ucs2Units(text);
  const whole = Buffer.concat(units);
  const dataCoding = DATA_CODING[coding];
  if (whole.length <= LIMIT[coding].whole) return { dataCoding, esmClass: 0, parts: [whole] };
  const bodies = fill(units, LIMIT[coding].part);
  if (bodies.length > MAX_PARTS) return null;
  const number = createHash('sha256').update(reference).digest()[0]!;
  // Header length 5; element 0 (8-bit concatenation) of 3 octets: number, total, which.
  const header = (which: number): Buffer => Buffer.of(5, 0, 3, number, bodies.length, which);
  return {
    dataCoding,
    esmClass: 0x40,
    parts: bodies.map((body, i) => Buffer.concat([header(i + 1), body])),
  };
}

/** One buffer a character, so that no escape is parted from what it escapes. `null` if a character is not in GSM. */
function gsmUnits(text: string): Buffer[] | null {
  const units: Buffer[] = [];
  for (const char of text) {
    const septets = SEPTETS.get(char);
    if (!septets) return null;
    units.push(Buffer.from(septets));
  }
  return units;
}

/** One buffer a code point, so that no surrogate pair is split. */
function ucs2Units(text: string): Buffer[] {
  return Array.from(text.toWellFormed(), (char) => Buffer.from(char, 'utf16le').swap16());
}

function fill(units: readonly Buffer[], size: number): Buffer[] {
  const bodies: Buffer[] = [];
  let body: Buffer[] = [];
  let length = 0;
  for (const unit of units) {
    if (length + unit.length > size) {
      bodies.push(Buffer.concat(body));
      body = [];
      length = 0;
    }
    body.push(unit);
    length += unit.length;
  }
  bodies.push(Buffer.concat(body));
  return bodies;
}
