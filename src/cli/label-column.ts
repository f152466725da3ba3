/** A name and its value on one line, the value at the given column; a Chinese character is two columns wide. */
export function labelColumn(label: string, column: number, value: string): string {
  const width = [...label].reduce((sum, one) => sum + (isWide(one) ? 2 : 1), 0);
  return `${label}${' '.repeat(Math.max(1, column - width))}${value}`;
}

const isWide = (character: string): boolean => /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(character);
