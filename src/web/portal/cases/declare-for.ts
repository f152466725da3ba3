import type { Reason } from '../../../domain/cases/reason.ts';
import { HandbackError } from '../../../domain/errors.ts';
import type { Actor } from '../../../operations/access/actor.ts';
import { type Declared, declare } from '../../../operations/cases/declare.ts';
import type { Visit } from '../../kit/visit.ts';
import { keepReceipt } from './receipts/receipt-once.ts';

/**
 * Hands in the request and keeps its receipt; a line that has an open case keeps that one.
 * @returns the case of the line
 */
export async function declareFor(
  visit: Visit,
  actor: Actor,
  request: { readonly lineId: string; readonly reason: Reason | null },
): Promise<string> {
  try {
    const made = (await declare(visit.op, actor, request)) as Declared;
    keepReceipt(visit, made);
    return made.caseId;
  } catch (error) {
    if (error instanceof HandbackError && error.code === 'case_open') return String(error.facts['caseId']);
    throw error;
  }
}
