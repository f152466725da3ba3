import { parseSignature } from '../../../domain/desks/signature.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { cleanPhoto } from '../../../domain/values/photo/photo.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { keepSignature } from '../../../store/desks/counter-visits.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { auditVisit, lockedVisit, progressOf } from './at-the-counter.ts';
import { keepPhoto } from './take-photo.ts';

/** What the pen drew on the screen, as its pad sends it; or a picture of the form that was signed on paper. */
export type Signed =
  | { readonly how: 'pen'; readonly drawing: Uint8Array }
  | { readonly how: 'paper'; readonly picture: Uint8Array };

/**
 * Notes that the form was signed. Sent twice it was signed once, by the first: a signature is not replaced.
 * @throws HandbackError `signature_missing`, `signature_too_short`, `signature_invalid`, `photo_invalid`, `visit_step_open`
 *   before the form is filled in, `visit_unknown`
 */
export async function signForm(op: Operations, actor: Actor, request: Signed): Promise<void> {
  requireAccess(actor, 'signForm');
  const now = op.clock.now();
  const signature = request.how === 'pen' ? parseSignature(request.drawing) : null;
  const photo = request.how === 'paper' ? cleanPhoto(request.picture) : null;
  await inTransaction(op.pool, async (tx) => {
    const found = await lockedVisit(op, tx, actor, now);
    const { visit, record, party } = found;
    const { documentsDone, formDone } = progressOf(visit, record);
    if (!documentsDone || !formDone)
      throw new HandbackError('visit_step_open', { step: documentsDone ? 'form' : 'documents' });
    const { visitId } = visit;
    const kept = await keepSignature(tx, op.vault, { visitId, dataKey: party.dataKey, signature, now });
    if (!kept) return;
    if (photo !== null) await keepPhoto(op, tx, actor, found, { kind: 'signed_form', photo, now });
    await auditVisit(tx, actor, found, 'form_signed', { how: request.how });
  });
}
