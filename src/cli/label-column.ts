/** A name and its value on one line, the value at the given column; a Chinese character is two columns wide. */
export function labelColumn(label: string, column: number, value: string): string {
  return `${label}${' '.repeat(Math.max(1, column - widthOf(label)))}${value}`;
}

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, one) => sum + (isWide(one) ? 2 : 1), 0);
}

const isWide = (character: string): boolean => /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(character);
