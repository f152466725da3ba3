import { readFileSync } from 'node:fs';

/** One line of a vector file, see `test/vectors/README.md`. */
export interface Vector {
  readonly line: string;
  readonly fields: readonly string[];
  readonly expected: string;
}

export function readVectors(type: string, file: 'valid' | 'invalid'): readonly Vector[] {
  const url = new URL(`../../vectors/${type}/${file}.txt`, import.meta.url);
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, i) => {
      const match = /^(.*)=> (.*?) # (.+)$/.exec(line);
      if (match === null) throw new Error(`${type}/${file}.txt:${i + 1}: expected "input => result # why"`);
      // Fields keep inner spaces; one space belongs to each separator.
      const fields = match[1]!.split('|').map((field) => readable(field.trim()));
      return { line: `${match[3]}: ${match[1]!.trim()}`, fields, expected: readable(match[2]!) };
    });
}

function readable(text: string): string {
  return text.replace(
    /\\u([0-9a-f]{4})|\\([nr])/g,
    (_, hex: string | undefined, letter: string | undefined) =>
      hex === undefined ? (letter === 'n' ? '\n' : '\r') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
