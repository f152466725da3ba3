import type { VerifyCrypto } from '../../ports/verify-crypto.ts';

/**
 * Reads one attachment out of a PDF of the plain shape that `pdf.ts` writes (classic cross-reference table, direct
 * lengths, a flat name tree): it follows the same structure as a PDF viewer, so both show the same file.
 * Bounded throughout; to be called on bytes whose signature already holds.
 */

type PdfValue = number | boolean | null | Name | Reference | Buffer | PdfValue[] | Dictionary;
type Dictionary = Map<string, PdfValue>;

class Name {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

class Reference {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
}

const MAX_DEPTH = 16;
const MAX_OBJECTS = 20_000;

/** The bytes of the one attachment of that name. @throws RangeError if it is not there, not single, or larger than `maxBytes`. */
export async function readAttachment(
  pdf: Buffer,
  name: string,
  maxBytes: number,
  crypto: Pick<VerifyCrypto, 'inflate'>,
): Promise<Uint8Array> {
  const file = new PdfFile(pdf);
  const catalog = file.dictionary(file.trailer().get('Root'));
  const embedded = file.dictionary(file.dictionary(catalog.get('Names')).get('EmbeddedFiles'));
  const pairs = embedded.get('Names');
  if (!Array.isArray(pairs) || embedded.has('Kids')) throw new RangeError('no flat name tree');
  const found: PdfValue[] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const key = pairs[i];
    if (Buffer.isBuffer(key) && key.toString('latin1') === name) found.push(pairs[i + 1]!);
  }
  if (found.length !== 1) throw new RangeError(`${found.length} attachments of that name`);
  const stream = file.dictionary(file.dictionary(found[0]).get('EF')).get('F');
  if (!(stream instanceof Reference)) throw new RangeError('no stream');
  const { data, packed } = file.stream(stream);
  // The limit also stops a decompression bomb.
  if (packed) return crypto.inflate(data, maxBytes);
  if (data.length > maxBytes) throw new RangeError('attachment too large');
  return data;
}

class PdfFile {
  readonly #bytes: Buffer;
  readonly #offsets: number[] = [];
  readonly #trailerAt: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    const mark = bytes.lastIndexOf('startxref');
    const start = Number(
      /^startxref\s{1,2}([0-9]{1,10})\s/.exec(bytes.toString('latin1', mark, mark + 32))?.[1] ?? -1,
    );
    const head = /^xref\n0 ([0-9]{1,6})\n/.exec(bytes.toString('latin1', start, start + 20));
    const count = Number(head?.[1] ?? 0);
    if (mark < 0 || head === null || count > MAX_OBJECTS) throw new RangeError('no cross-reference table');
    const table = start + head[0].length;
    for (let i = 0; i < count; i++) {
      const entry = bytes.toString('latin1', table + 20 * i, table + 20 * i + 20);
      if (!/^[0-9]{10} [0-9]{5} [nf] \n$/.test(entry)) throw new RangeError('cross-reference entry');
      this.#offsets.push(Number(entry.slice(0, 10)));
    }
    this.#trailerAt = table + 20 * count;
  }

  trailer(): Dictionary {
    const parser = new Parser(this.#bytes, this.#trailerAt);
    parser.word('trailer');
    return asDictionary(parser.value(0));
  }

  dictionary(value: PdfValue | undefined): Dictionary {
    return asDictionary(value instanceof Reference ? this.#open(value).value(0) : value);
  }

  /** The bytes of a stream as they stand, and whether they are to be inflated. */
  stream(reference: Reference): { readonly data: Buffer; readonly packed: boolean } {
    const parser = this.#open(reference);
    const dictionary = asDictionary(parser.value(0));
    const length = dictionary.get('Length');
    if (typeof length !== 'number' || !Number.isInteger(length) || length < 0)
      throw new RangeError('no length');
    const data = parser.streamData(length);
    const filter = dictionary.get('Filter');
    if (filter === undefined) return { data, packed: false };
    if (!(filter instanceof Name) || filter.text !== 'FlateDecode') throw new RangeError('unknown filter');
    return { data, packed: true };
  }

  #open(reference: Reference): Parser {
    const offset = this.#offsets[reference.id];
    if (offset === undefined || offset === 0) throw new RangeError('no such object');
    const parser = new Parser(this.#bytes, offset);
    parser.word(`${reference.id} 0 obj`);
    return parser;
  }
}

function asDictionary(value: PdfValue | undefined): Dictionary {
  if (!(value instanceof Map)) throw new RangeError('not a dictionary');
  return value;
}

/** The object syntax of ISO 32000-1 section 7.3, one pass, bounded depth. */
class Parser {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  word(text: string): void {
    this.#space();
    if (this.#peek(text.length) !== text) throw new RangeError(`no ${text}`);
    this.#at += text.length;
  }

  streamData(length: number): Buffer {
    this.word('stream');
    if (this.#bytes[this.#at] === 0x0d) this.#at++;
    if (this.#bytes[this.#at++] !== 0x0a) throw new RangeError('no stream');
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('stream cut off');
    return this.#bytes.subarray(this.#at, end);
  }

  value(depth: number): PdfValue {
    if (depth > MAX_DEPTH) throw new RangeError('too deep');
    this.#space();
    if (this.#peek(2) === '<<') return this.#dictionary(depth);
    switch (this.#peek(1)) {
      case '[':
        return this.#array(depth);
      case '/':
        return this.#name();
      case '(':
        return this.#string();
      case '<':
        return this.#hex();
      default:
        return this.#scalar();
    }
  }

  #dictionary(depth: number): Dictionary {
    const dictionary: Dictionary = new Map();
    this.#at += 2;
    for (this.#space(); this.#peek(2) !== '>>'; this.#space()) {
      const key = this.#name().text;
      if (dictionary.has(key)) throw new RangeError('key twice');
      dictionary.set(key, this.value(depth + 1));
    }
    this.#at += 2;
    return dictionary;
  }

  #array(depth: number): PdfValue[] {
    const items: PdfValue[] = [];
    this.#at++;
    for (this.#space(); this.#peek(1) !== ']'; this.#space()) items.push(this.value(depth + 1));
    this.#at++;
    return items;
  }

  #name(): Name {
    return new Name(this.#match(/\/[^\s/<>[\]()]{1,127}/y, 128).slice(1));
  }

  /** A literal string as bytes; escapes other than of brackets and the backslash do not occur in names. */
  #string(): Buffer {
    const out: number[] = [];
    this.#at++;
    for (let nested = 0; ; ) {
      let byte = this.#bytes[this.#at++];
      if (byte === 0x5c) byte = this.#bytes[this.#at++];
      else if (byte === 0x28) nested++;
      else if (byte === 0x29 && nested-- === 0) return Buffer.from(out);
      if (byte === undefined) throw new RangeError('string cut off');
      out.push(byte);
    }
  }

  #hex(): Buffer {
    const end = this.#bytes.indexOf('>', this.#at);
    if (end < 0) throw new RangeError('string cut off');
    const bytes = Buffer.from(this.#bytes.toString('latin1', this.#at + 1, end), 'hex');
    this.#at = end + 1;
    return bytes;
  }

  #scalar(): PdfValue {
    const text = this.#match(/(?:[0-9]{1,7} [0-9]{1,5} R)|[+-]?[0-9.]{1,24}|true|false|null/y, 24);
    if (text.endsWith('R')) return new Reference(Number.parseInt(text, 10));
    if (text === 'null') return null;
    if (text === 'true' || text === 'false') return text === 'true';
    return Number(text);
  }

  #match(pattern: RegExp, window: number): string {
    pattern.lastIndex = 0;
    const match = pattern.exec(this.#peek(window));
    if (match === null) throw new RangeError('not a PDF value');
    this.#at += match[0].length;
    return match[0];
  }

  #peek(length: number): string {
    return this.#bytes.toString('latin1', this.#at, this.#at + length);
  }

  #space(): void {
    while (
      this.#at < this.#bytes.length &&
      ' \n\r\t\f\0'.includes(String.fromCharCode(this.#bytes[this.#at]!))
    )
      this.#at++;
  }
}
