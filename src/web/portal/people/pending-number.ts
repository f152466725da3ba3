import { HandbackError } from '../../../domain/errors.ts';
import { withinCodeBudget } from '../../../operations/access/code-budget.ts';
import { requestCode } from '../../../operations/people/request-code.ts';
import type { Visit } from '../../kit/visit.ts';

/** The number that waits for its code; sealed, so that it stands in no address. */
export interface PendingNumber {
  readonly number: string;
  readonly resendAt: string;
  readonly validMinutes: number | null;
  readonly resent: boolean;
}

const COOKIE = 'hb_number';
const KEEP_SECONDS = 900;

/** Sends a code and remembers for which number; asked too soon, the code that is on its way is the one to enter. */
export async function sendCode(visit: Visit, number: string, resent: boolean): Promise<void> {
  try {
    const { resendAt, validMinutes } = await withinCodeBudget(visit.op, visit.actor, visit.client, () =>
      requestCode(visit.op, visit.actor, { number }),
    );
    keep(visit, { number, resendAt: resendAt.toISOString(), validMinutes, resent });
  } catch (error) {
    if (!(error instanceof HandbackError) || error.code !== 'code_too_soon' || resent) throw error;
    keep(visit, { number, resendAt: String(error.facts['retryAt']), validMinutes: null, resent: false });
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
