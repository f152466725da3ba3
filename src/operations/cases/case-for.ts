import { HandbackError } from '../../domain/errors.ts';
import { type CaseRecord, findCase } from '../../store/cases/cases.ts';
import type { Db } from '../../store/database/database.ts';
import { reaches } from '../access.ts';
import type { Actor } from '../context.ts';
import { normaliseReference, receiptMatches } from './receipt.ts';

/** The case, if the actor may see and steer it. */
export async function caseFor(
  db: Db,
  actor: Actor,
  by: { caseId: string } | { reference: string },
): Promise<CaseRecord> {
  const wanted = actor.kind === 'receipt' ? { reference: normaliseReference(actor.reference) } : by;
  const found = await findCase(db, wanted);
  if (found === null || !mayOpen(actor, found)) throw new HandbackError('case_unknown');
  if ('caseId' in by && found.caseId !== by.caseId) throw new HandbackError('case_unknown');
  return found;
}

function mayOpen(actor: Actor, found: CaseRecord): boolean {
  switch (actor.kind) {
    case 'staff':
    case 'system':
      return true;
    case 'receipt':
      return receiptMatches(actor.secret, found.receiptHash);
    case 'subscriber':
      return found.holderId === actor.partyId && reaches(actor, found.lineId);
    case 'public':
      return false;
  }
}
