import { HandbackError } from '../../domain/errors.ts';
import { type CaseRecord, findCase } from '../../store/cases/cases.ts';
import type { Db } from '../../store/database/database.ts';
import type { OtherSystem, ReceiptHolder, Staff, Subscriber } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { reaches } from '../access/factors.ts';
import { normaliseReference, receiptMatches } from './receipt.ts';

/** Whoever may follow a case. */
export type Follower = Subscriber | ReceiptHolder | Staff | OtherSystem;

export type WhichCase = { readonly caseId: string } | { readonly reference: string };

/**
 * The case, if what the actor has shown reaches it. A case of others and one that does not exist look the same.
 * @throws HandbackError `case_unknown`
 */
export async function caseFor(db: Db, actor: Follower, by: WhichCase): Promise<CaseRecord> {
  const wanted = actor.kind === 'receipt' ? { reference: normaliseReference(actor.reference) } : by;
  const found = await findCase(db, wanted);
  if (found === null || !mayOpen(actor, found)) throw new HandbackError('case_unknown');
  if ('caseId' in by && found.caseId !== by.caseId) throw new HandbackError('case_unknown');
  return found;
}

/** Whether what the actor has shown reaches the case, as it stands now. */
export function mayOpen(actor: Follower, found: CaseRecord): boolean {
  switch (actor.kind) {
    case 'staff':
    case 'system':
      return !found.confidential || seesConfidential(actor);
    case 'receipt':
      return receiptMatches(actor.secret, found.receiptHash);
    case 'subscriber':
      return !found.confidential && found.holderId === actor.partyId && reaches(actor, found.lineId);
  }
}
