import type { Operations } from './context.ts';

/** The time zone of the operator's own country, for what belongs to no line and no case. */
export function homeTimeZone(op: Operations): string {
  const now = op.clock.now();
  const books = op.rulebooks.jurisdictions.map((name) => op.rulebooks.current(name, null, now));
  return (books.find((book) => book.callingCode === op.defaultCallingCode) ?? books[0])?.timeZone ?? 'UTC';
}
