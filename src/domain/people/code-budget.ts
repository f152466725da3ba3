/** How many codes may be asked for, whatever the numbers. */
export interface CodeLimits {
  /** By all clients together. */
  readonly perMinute: number;
  readonly perHour: number;
  /** By one client in an hour; a quarter of it in a minute. */
  readonly perClient: number;
}

/** What was asked for already, this time included. */
export interface CodesAsked {
  readonly byAll: { readonly inMinute: number; readonly inHour: number };
  readonly byClient: { readonly inMinute: number; readonly inHour: number };
}

/** Who asks with so few codes within the hour draws on the reserve as well. */
const FEW = 3;
const RESERVE = 1 / 5;

export type CodeBound = 'client' | 'all';
export type BudgetAnswer =
  | { readonly may: true }
  | { readonly may: false; readonly bound: CodeBound; readonly window: 'minute' | 'hour' };

/**
 * Whether one more code may be asked for. Numbers that nobody has count like any other, or the budget would tell which
 * exist; so that who goes through many numbers cannot use up what holders need, a part of the whole is kept for those
 * who have signed in or have hardly asked yet.
 */
export function mayAskForCode(limits: CodeLimits, asked: CodesAsked, signedIn: boolean): BudgetAnswer {
  const { byAll, byClient } = asked;
  if (byClient.inHour > limits.perClient) return { may: false, bound: 'client', window: 'hour' };
  if (byClient.inMinute > Math.ceil(limits.perClient / 4))
    return { may: false, bound: 'client', window: 'minute' };
  const reserved = signedIn || byClient.inHour < FEW ? 0 : RESERVE;
  const open = (limit: number): number => Math.max(1, Math.floor(limit * (1 - reserved)));
  if (byAll.inHour > open(limits.perHour)) return { may: false, bound: 'all', window: 'hour' };
  if (byAll.inMinute > open(limits.perMinute)) return { may: false, bound: 'all', window: 'minute' };
  return { may: true };
}
