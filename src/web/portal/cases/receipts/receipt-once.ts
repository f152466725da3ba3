import type { Declared } from '../../../../operations/cases/declare.ts';
import type { Visit } from '../../../kit/visit.ts';

/** A receipt as it is shown once: between handing in the request and submitting it. */
export interface FreshReceipt {
  readonly caseId: string;
  readonly reference: string;
  readonly secret: string;
}

const KEEP_SECONDS = 1_800;

export function keepReceipt(
  visit: Visit,
  made: Pick<Declared, 'caseId' | 'reference' | 'receiptSecret'>,
): void {
  const { caseId, reference, receiptSecret: secret } = made;
  visit.jar.keepSealed('hb_receipt', { caseId, reference, secret } satisfies FreshReceipt, KEEP_SECONDS);
}

export function freshReceipt(visit: Visit, caseId: string): FreshReceipt | null {
  const kept = visit.jar.sealed<FreshReceipt>('hb_receipt');
  return kept?.caseId === caseId ? kept : null;
}

export function forgetReceipt(visit: Visit): void {
  visit.jar.drop('hb_receipt');
}
