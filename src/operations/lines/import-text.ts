import { isUtf8 } from 'node:buffer';
import { type ErrorFacts, HandbackError } from '../../domain/errors.ts';

export function fileInvalid(facts: ErrorFacts): HandbackError {
  return new HandbackError('import_file_invalid', facts);
}

/** How much of a file is looked at before it is taken for what it is said to be. */
const MOST_HELD_BYTES = 65_536;

/**
 * The text of a file, a piece at a time, without its byte order mark. Such a mark outweighs the label, as with browsers
 * (WHATWG Encoding, "decode"): it is there to say what the file is.
 *
 * @param encoding a label of the WHATWG Encoding standard
 * @throws HandbackError `import_file_invalid` for an encoding that is not known, one that the bytes contradict, and for UTF-8
 *   under the name of another, which would be read without an error into other people's names
 */
export async function* decodeText(
  source: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string> {
  const labelled = decoderFor(encoding, true).encoding;
  const pieces = source[Symbol.asyncIterator]();
  const head = await firstBytes(pieces);
  if (head.length === 0) throw fileInvalid({ reason: 'empty' });
  const marked = markedEncoding(head);
  if (marked === null) refuseUnmarkedUtf16(head, labelled);
  const used = marked ?? labelled;
  const whole = following(head, pieces);
  yield* decoded(/^utf-(8|16)/.test(used) ? whole : notUtf8(whole, used), used);
}

async function* decoded(source: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  // Without `ignoreBOM` a mark at the very start is left out, also when it comes in pieces.
  const decoder = decoderFor(encoding, true);
  let line = 1;
  const decodePart = (bytes: Uint8Array | undefined): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      const lost = decoderFor(encoding, false).decode(bytes ?? new Uint8Array());
      const row = line + linesIn(lost.slice(0, Math.max(0, lost.indexOf('\uFFFD'))));
      throw fileInvalid({ reason: encoding === 'utf-8' ? 'not_utf8' : 'wrong_encoding', encoding, row });
    }
  };
  for await (const bytes of source) {
    const text = decodePart(bytes);
    line += linesIn(text);
    if (text !== '') yield text;
  }
  const rest = decodePart(undefined);
  if (rest !== '') yield rest;
}

function decoderFor(encoding: string, fatal: boolean): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal });
  } catch {
    throw fileInvalid({ reason: 'unknown_encoding', encoding });
  }
}

/** A pipe may bring one byte at a time: enough of them to know a byte order mark, or all that there are. */
async function firstBytes(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array();
  while (head.length < 4) {
    const { done, value } = await pieces.next();
    if (done) break;
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  return head;
}

async function* following(head: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    for (;;) {
      const { done, value } = await pieces.next();
      if (done) return;
      if (value.length > 0) yield value;
    }
  } finally {
    await pieces.return?.();
  }
}

function markedEncoding(head: Uint8Array): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  return null;
}

/** A file of lines begins with two characters of ASCII: in UTF-16 one byte of each is zero, and its place tells the order. */
function refuseUnmarkedUtf16(head: Uint8Array, labelled: string): void {
  const [a, b, c, d] = head;
  const found =
    a !== 0 && b === 0 && c !== 0 && d === 0
      ? 'utf-16le'
      : a === 0 && b !== 0 && c === 0 && d !== 0
        ? 'utf-16be'
        : null;
  if (found !== null && found !== labelled) throw fileInvalid({ reason: 'utf16', encoding: found });
}

/**
 * Passes on what is not UTF-8. Plain ASCII tells nothing, and one line may be both: so from the first other byte on, pieces
 * are held until a whole line is no UTF-8, or one of it has a character of three bytes and is, or too much is held.
 */
async function* notUtf8(source: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array();
  let lines = 1;
  let known = false;
  for await (const bytes of source) {
    if (known) {
      yield bytes;
      continue;
    }
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const from = lineOf(held, firstOther(held));
    if (from > 0) {
      lines += newlinesIn(held, from);
      yield held.subarray(0, from);
      held = held.subarray(from);
    }
    if (held.length === 0) continue;
    const verdict = judge(wholeLines(held), held.length >= MOST_HELD_BYTES);
    if (verdict === 'utf8') throw fileInvalid({ reason: 'is_utf8', encoding, row: lines });
    if (verdict === 'unknown') continue;
    known = true;
    yield held;
    held = new Uint8Array();
  }
  if (held.length === 0) return;
  if (judge(held, true) === 'utf8') throw fileInvalid({ reason: 'is_utf8', encoding, row: lines });
  yield held;
}

const THREE_BYTES = 0xe0;
/** Two bytes that are UTF-8 may also be one Chinese character; this many in a row are none by chance. */
const ENOUGH_PAIRS = 4;

function judge(bytes: Uint8Array, last: boolean): 'utf8' | 'other' | 'unknown' {
  if (bytes.length === 0) return last ? 'other' : 'unknown';
  if (!isUtf8(bytes)) return 'other';
  let pairs = 0;
  for (const byte of bytes) {
    if (byte >= THREE_BYTES) return 'utf8';
    if (byte >= 0xc0) pairs += 1;
  }
  if (pairs >= ENOUGH_PAIRS) return 'utf8';
  return last ? 'other' : 'unknown';
}

function firstOther(bytes: Uint8Array): number {
  const at = bytes.findIndex((byte) => byte >= 0x80);
  return at < 0 ? bytes.length : at;
}

/** Where the line begins in which `at` is; all of it where there is no other byte. */
function lineOf(bytes: Uint8Array, at: number): number {
  return at === bytes.length ? at : bytes.lastIndexOf(0x0a, at) + 1;
}

/** Without the line that is not finished, or, where one line is all there is and much, without its last few bytes. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end > 0 || bytes.length < MOST_HELD_BYTES) return bytes.subarray(0, end);
  let cut = bytes.length;
  while (cut > 0 && (bytes[cut - 1]! & 0xc0) === 0x80) cut -= 1;
  return bytes.subarray(0, Math.max(0, cut - 1));
}

function newlinesIn(bytes: Uint8Array, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < to; at = bytes.indexOf(0x0a, at + 1)) count += 1;
  return count;
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
