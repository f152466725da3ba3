/** Why a text is not JSON that means one thing only. */
export type JsonFault = 'not_utf8' | 'not_json' | 'duplicate_key' | 'number_out_of_range' | 'too_deep';

export class JsonFaultError extends Error {
  readonly fault: JsonFault;
  readonly offset: number;

  constructor(fault: JsonFault, offset: number) {
    super(`${fault} at ${offset}`);
    this.name = 'JsonFaultError';
    this.fault = fault;
    this.offset = offset;
  }
}

const MAX_DEPTH = 32;
const NUMBER = /-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,4})?/y;

/**
 * Parses I-JSON (RFC 7493) as hostile input: no duplicate keys, no lone surrogates, no number that a double
 * cannot hold exactly as an integer, bounded depth, one pass. `JSON.parse` keeps the last of two equal keys, so two
 * readers could see two certificates behind one signature. A byte order mark before it is passed over (RFC 8259
 * section 8.1): editors put it there. Objects have no prototype: `__proto__` is a plain key.
 * @throws JsonFaultError
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new JsonFaultError('not_utf8', 0);
  }
  const reader = new Reader(text);
  return reader.document();
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    this.#space();
    const value = this.#value(0);
    this.#space();
    if (this.#at !== this.#text.length) throw this.#fault('not_json');
    return value;
  }

  #value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw this.#fault('too_deep');
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #object(depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = Object.create(null);
    this.#at++;
    this.#space();
    if (this.#skip('}')) return object;
    for (;;) {
      if (this.#text[this.#at] !== '"') throw this.#fault('not_json');
      const key = this.#string();
      if (key in object) throw this.#fault('duplicate_key');
      this.#space();
      this.#expect(':');
      this.#space();
      object[key] = this.#value(depth + 1);
      this.#space();
      if (this.#skip('}')) return object;
      this.#expect(',');
      this.#space();
    }
  }

  #array(depth: number): unknown[] {
    const array: unknown[] = [];
    this.#at++;
    this.#space();
    if (this.#skip(']')) return array;
    for (;;) {
      array.push(this.#value(depth + 1));
      this.#space();
      if (this.#skip(']')) return array;
      this.#expect(',');
      this.#space();
    }
  }

  /** Finds the end of the string, then lets JSON.parse do the escapes: it is exact and fast on one literal. */
  #string(): string {
    const start = this.#at;
    let end = start + 1;
    for (;;) {
      const code = this.#text.charCodeAt(end);
      if (Number.isNaN(code) || code < 0x20) throw this.#fault('not_json');
      if (code === 0x22) break;
      end += code === 0x5c ? 2 : 1;
    }
    let value: unknown;
    try {
      value = JSON.parse(this.#text.slice(start, end + 1));
    } catch {
      throw this.#fault('not_json');
    }
    if (typeof value !== 'string' || !value.isWellFormed()) throw this.#fault('not_json');
    this.#at = end + 1;
    return value;
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) throw this.#fault('not_json');
    const value = Number(match[0]);
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      throw this.#fault('number_out_of_range');
    }
    this.#at = NUMBER.lastIndex;
    return value;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#fault('not_json');
    this.#at += word.length;
    return value;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#skip(character)) throw this.#fault('not_json');
  }

  #fault(fault: JsonFault): JsonFaultError {
    return new JsonFaultError(fault, this.#at);
  }
}
