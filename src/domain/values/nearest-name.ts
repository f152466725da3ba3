/** The name that was probably meant; null when none is near. Both sides are compared as they stand. */
export function nearestName<N extends string>(text: string, names: readonly N[]): N | null {
  let best: N | null = null;
  let distance = Math.min(3, Math.ceil(text.length / 3)) + 1;
  for (const name of names) {
    const d = editDistance(text, name);
    if (d < distance) {
      best = name;
      distance = d;
    }
  }
  return best;
}

/** Levenshtein distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
