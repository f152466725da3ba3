/** What may not reach a terminal as it is: control characters, also those of C1, and marks that change the direction of text. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text of somebody else on one line: whatever could steer the terminal is shown by its number, e.g. `\u001b`. */
export function printableText(text: string): string {
  return text.replace(UNSAFE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for every text within a value; keys and all else stay. */
export function printableStrings<T>(value: T): T {
  if (typeof value === 'string') return printableText(value) as T;
  if (Array.isArray(value)) return value.map((one) => printableStrings(one)) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, printableStrings(one)])) as T;
}

/** JSON in which also those characters are escaped that JSON lets through and a terminal obeys. */
export function printableJson(value: unknown, indent = 2): string {
  return printableLines(JSON.stringify(value, null, indent));
}

/** A text of several lines, each of which may hold words of somebody else. */
export function printableLines(text: string): string {
  return text.replace(/[^\n]+/g, printableText);
}

/** Bytes of somebody else on one line: as text where they are some, else `hex:...`. */
export function printableBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return '(0 bytes)';
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n').trimEnd();
    const odd = text.replaceAll('\n', '').match(UNSAFE)?.length ?? 0;
    if (odd === 0) return text.replaceAll('\n', ' | ');
  } catch {
    // No text: shown by its bytes.
  }
  return `hex:${Buffer.from(bytes).toString('hex')}`;
}
