import type { ResolvedRules } from '../domain/rules/rulebook.ts';
import type { Operations } from './context.ts';

/** The time zone of the operator's own country, for what belongs to no line and no case. */
export function homeTimeZone(op: Operations): string {
  return homeRules(op)?.timeZone ?? 'UTC';
}

/** The rules of the operator's own country as of today, for what belongs to no line and no case. */
export function homeRules(op: Operations): ResolvedRules | null {
  const now = op.clock.now();
  const books = op.rulebooks.jurisdictions.map((name) => op.rulebooks.current(name, null, now));
  return books.find((book) => book.callingCode === op.defaultCallingCode) ?? books[0] ?? null;
}
