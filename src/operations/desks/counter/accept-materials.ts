import { materialsFor } from '../../../domain/cases/materials.ts';
import { HandbackError } from '../../../domain/errors.ts';
import type { Material } from '../../../domain/rules/rulebook.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { keepMaterials } from '../../../store/desks/counter-visits.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { auditVisit, lockedVisit, refuseSigned } from './at-the-counter.ts';

/** The card has a step of its own, which also takes one that is lost. */
const HAS_ITS_STEP: Material = 'sim_card';

/**
 * Notes what was shown. All that the rules ask of whoever comes like this must be there.
 * @throws HandbackError `materials_missing` with what is, `visit_step_open` before the document was seen, `visit_unknown`,
 *   `stage_conflict` once it is signed
 */
export async function acceptMaterials(
  op: Operations,
  actor: Actor,
  request: { readonly shown: readonly Material[] },
): Promise<void> {
  requireAccess(actor, 'acceptMaterials');
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const found = await lockedVisit(op, tx, actor, now);
    const { visit, record } = found;
    refuseSigned(visit);
    const { capacity } = visit;
    if (capacity === null) throw new HandbackError('visit_step_open', { step: 'documents' });
    const { line, reported: urgent } = record;
    const asked = materialsFor(rulesOfLine(op, record, now), { line, channel: 'store', capacity, urgent });
    const missing = asked.filter(
      (material) => material !== HAS_ITS_STEP && !request.shown.includes(material),
    );
    if (missing.length > 0) throw new HandbackError('materials_missing', { materials: missing });
    // What nobody asked for is not noted.
    const materials = asked.filter((material) => request.shown.includes(material));
    await keepMaterials(tx, { visitId: visit.visitId, materials, now });
    await auditVisit(tx, actor, found, 'materials_shown', { capacity, materials });
  });
}
