/** Whether two pieces of plain data, as JSON could hold them, say the same; the order of their keys says nothing. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ofA, ofB] = [known(a), known(b)];
  return (
    ofA.length === ofB.length &&
    ofA.every(
      ([key, value]) => Object.hasOwn(b, key) && isSameValue(value, (b as Record<string, unknown>)[key]),
    )
  );
}

/** JSON has no `undefined`. */
const known = (value: object): readonly [string, unknown][] =>
  Object.entries(value).filter(([, part]) => part !== undefined);
