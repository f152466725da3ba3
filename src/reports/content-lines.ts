/**
 * Lines as calendars (RFC 5545 section 3.1) and cards (RFC 6350 section 3.2) have them: none is longer than 75 bytes, and no
 * character is cut in the middle.
 */
export function contentLines(lines: readonly string[]): string {
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** A value of text (RFC 5545 section 3.3.11, RFC 6350 section 3.4). Control characters have no place in one. */
export function escapedText(text: string): string {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ');
}

function folded(line: string): string {
  let out = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > 75) {
      out += '\r\n ';
      bytes = 1;
    }
    out += character;
    bytes += size;
  }
  return out;
}
