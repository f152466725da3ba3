import { HandbackError } from '../../../domain/errors.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import { withinCodeBudget } from '../../../operations/access/code-budget.ts';
import { requestCode } from '../../../operations/people/request-code.ts';
import type { Visit } from '../../kit/visit.ts';

/** The number that waits for its code; sealed, so that it stands in no address. */
export interface PendingNumber {
  readonly number: string;
  /** Belongs to the code that was sent: only this browser can answer with it. */
  readonly challenge: string;
  readonly resendAt: string;
  readonly validMinutes: number;
  readonly resent: boolean;
}

const COOKIE = 'hb_number';
const KEEP_SECONDS = 900;

/**
 * Sends a code and remembers for which number. Asked too soon, the code that is on its way is the one to enter, if this
 * browser asked for it.
 */
export async function sendCode(visit: Visit, number: string, resent: boolean): Promise<void> {
  const { op, actor, client } = visit;
  try {
    const { resendAt, validMinutes, challenge } = await withinCodeBudget(op, actor, client, () =>
      requestCode(op, actor, { number }),
    );
    keep(visit, { number, challenge, resendAt: resendAt.toISOString(), validMinutes, resent });
  } catch (error) {
    if (!(error instanceof HandbackError) || error.code !== 'code_too_soon' || resent) throw error;
    const before = pendingNumber(visit);
    const same = (text: string): string => parseMsisdn(text, op.defaultCallingCode);
    if (before === null || same(before.number) !== same(number)) throw error;
    keep(visit, { ...before, resendAt: String(error.facts['retryAt']), resent: false });
  }
}

export function pendingNumber({ jar }: Visit): PendingNumber | null {
  return jar.sealed<PendingNumber>(COOKIE);
}

export function forgetNumber({ jar }: Visit): void {
  jar.drop(COOKIE);
}

function keep({ jar }: Visit, pending: PendingNumber): void {
  jar.keepSealed(COOKIE, pending, KEEP_SECONDS);
}
