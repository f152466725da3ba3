import { isDeepStrictEqual } from 'node:util';
import type { ApprovalFact } from './acts.ts';

/** Whether an act looks now as it did when it was asked for. */
export function isSameFacts(then: unknown, now: readonly ApprovalFact[]): boolean {
  return isDeepStrictEqual(then, JSON.parse(JSON.stringify(now)));
}
