/** The GSM 7 bit default alphabet (3GPP TS 23.038 section 6.2.1), by code; 1B is the escape to the extension table. */
const DEFAULT =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ' +
  ' !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
  '¿abcdefghijklmnopqrstuvwxyzäöñüà';

const ESCAPE = 0x1b;

/** Its extension table (section 6.2.1.1). */
const EXTENSION: ReadonlyMap<number, string> = new Map([
  [0x0a, '\f'],
  [0x14, '^'],
  [0x28, '{'],
  [0x29, '}'],
  [0x2f, '\\'],
  [0x3c, '['],
  [0x3d, '~'],
  [0x3e, ']'],
  [0x40, '|'],
  [0x65, '€'],
]);

/**
 * The text of codes from 00 to 7F. After the escape an unknown code is shown from the main table, and a second escape as a
 * space, as section 6.2.1.1 asks.
 */
export function textOfSeptets(septets: Iterable<number>): string {
  let text = '';
  let escaped = false;
  for (const septet of septets) {
    if (escaped) {
      text += septet === ESCAPE ? ' ' : (EXTENSION.get(septet) ?? DEFAULT[septet]);
      escaped = false;
    } else if (septet === ESCAPE) escaped = true;
    else text += DEFAULT[septet];
  }
  return text;
}

/** The codes of a text, in 00 to 7F; null where a character is not in the alphabet. */
export function septetsOf(text: string): number[] | null {
  const septets: number[] = [];
  for (const character of text) {
    const main = character === '\u001b' ? -1 : DEFAULT.indexOf(character);
    const extended = [...EXTENSION].find(([, one]) => one === character)?.[0];
    if (main >= 0) septets.push(main);
    else if (extended !== undefined) septets.push(ESCAPE, extended);
    else return null;
  }
  return septets;
}

/** Codes that are packed in eighths (section 6.1.2.1.1), from a bit on; never more than there are. */
export function unpackSeptets(bytes: Uint8Array, count: number, fromBit = 0): number[] {
  const septets: number[] = [];
  for (let i = 0; i < count; i++) {
    const bit = fromBit + i * 7;
    if (bit + 7 > bytes.length * 8) break;
    const pair = bytes[bit >> 3]! | ((bytes[(bit >> 3) + 1] ?? 0) << 8);
    septets.push((pair >> (bit & 7)) & 0x7f);
  }
  return septets;
}

/** The reverse: codes one after the other from a bit on, into as many bytes as they need. */
export function packSeptets(septets: readonly number[], fromBit = 0): Buffer {
  const bytes = Buffer.alloc(Math.ceil((fromBit + septets.length * 7) / 8));
  septets.forEach((septet, i) => {
    const bit = fromBit + i * 7;
    bytes[bit >> 3]! |= (septet << (bit & 7)) & 0xff;
    if ((bit & 7) > 1) bytes[(bit >> 3) + 1]! |= septet >> (8 - (bit & 7));
  });
  return bytes;
}
