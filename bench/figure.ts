export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit?: string;
  /** What we aim at; never a reason to fail. */
  readonly target?: string;
  readonly note?: string;
}

export function figureText({ name, value, unit, target, note }: Figure): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const number = `${value.toFixed(digits)}${unit === undefined ? '' : ` ${unit}`}`;
  return `${name.padEnd(44)} ${number.padStart(16)}  ${target === undefined ? '' : `(${target})`} ${note ?? ''}`.trimEnd();
}
