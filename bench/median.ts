/** The middle one; of an even number, the upper of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** How much of `amount` a second, in the middle of some rounds. */
export function medianRate(rounds: number, amount: number, work: () => unknown): number {
  return median(
    Array.from({ length: rounds }, () => {
      const start = performance.now();
      work();
      return amount / ((performance.now() - start) / 1000);
    }),
  );
}
