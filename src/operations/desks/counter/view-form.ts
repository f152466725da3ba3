import type { Signature } from '../../../domain/desks/signature.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { type DocumentType, maskDocument } from '../../../domain/people/document.ts';
import type { Capacity } from '../../../domain/rules/capacity.ts';
import type { Material } from '../../../domain/rules/rulebook.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { readDetails, readSignature } from '../../../store/desks/counter-visits.ts';
import { findHolderName } from '../../../store/people/parties.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import { caseFor } from '../../cases/case-for.ts';
import type { Operations } from '../../context.ts';
import { auditVisit, lockedVisit } from './at-the-counter.ts';

/** A person as the form names them: the name whole, the document masked. */
export interface NamedPerson {
  readonly name: string | null;
  readonly document: { readonly type: DocumentType; readonly number: string } | null;
}

/** What the form holds that no other operation tells. */
export interface FormView {
  readonly reference: string;
  readonly caseId: string;
  readonly capacity: Capacity;
  readonly holder: NamedPerson;
  readonly comer: NamedPerson | null;
  readonly materials: readonly Material[];
  readonly signature: Signature | null;
  readonly signedAt: Date | null;
  /** Who attends, as colleagues know them. */
  readonly clerk: string;
}

/**
 * The names and the signature for the form of a visit, once its document was seen. That somebody looked is audited.
 * @throws HandbackError `visit_step_open`, `visit_unknown`, `case_unknown`
 */
export async function viewForm(op: Operations, actor: Actor): Promise<FormView> {
  requireAccess(actor, 'viewForm');
  const now = op.clock.now();
  return inTransaction(op.pool, async (tx) => {
    const found = await lockedVisit(op, tx, actor, now);
    const { visit, party } = found;
    const { visitId, caseId, capacity } = visit;
    if (caseId === null || capacity === null) throw new HandbackError('visit_step_open', { step: 'form' });
    const { reference } = await caseFor(tx, actor, { caseId });
    const sealed = { visitId, dataKey: party.dataKey };
    const name = await findHolderName(tx, op.vault, visit.partyId);
    const { comer, holder: document } = await readDetails(tx, op.vault, sealed);
    await auditVisit(tx, actor, found, 'viewed', { what: 'application_form', why: 'visit' });
    return {
      reference,
      caseId,
      capacity,
      holder: masked({ name, document }),
      comer: comer === null ? null : masked(comer),
      materials: visit.materials,
      signature: await readSignature(tx, op.vault, sealed),
      signedAt: visit.signedAt,
      clerk: actor.attended.person.name,
    };
  });
}

function masked({ name, document }: NamedPerson): NamedPerson {
  return {
    name,
    document: document === null ? null : { type: document.type, number: maskDocument(document.number) },
  };
}
