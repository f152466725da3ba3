import { InvalidArgumentError } from 'commander';

/** Reads a whole number of an option. */
export function countOf(least: number, most: number): (text: string) => number {
  return (text) => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(count >= least && count <= most))
      throw new InvalidArgumentError(`it is a number from ${least} to ${most}`);
    return count;
  };
}
