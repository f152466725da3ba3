import { report } from '../../domain/cases/moves.ts';
import { PLAN_VERSION, planFor } from '../../domain/cases/plan.ts';
import type { Reason } from '../../domain/cases/reason.ts';
import { LANES } from '../../domain/cases/termination.ts';
import type { IdentityFactor } from '../../domain/rules/rulebook.ts';
import { lockOpenCase } from '../../store/cases/cases.ts';
import { moveCase } from '../../store/cases/move-cases.ts';
import type { Db } from '../../store/database/database.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { Proof } from '../access/proof.ts';
import { outranked } from '../access/require-access.ts';
import type { OpenedCase } from './open-case.ts';

/**
 * Makes the open case of a line an urgent one, where it has not touched the line: its bar comes at once, what was confirmed
 * is asked again afterwards, and its receipt is replaced. Blocking the holder's report would need at least the proof that
 * the report has; a confirmation with more proof than the report stands.
 *
 * @returns null where there is no such case: the line gets one of its own, or keeps the one that it has
 */
export async function reportOpenCase(
  tx: Db,
  { line, holderId, openCase }: LineRecord,
  asked: {
    readonly reason: Reason;
    readonly receiptHash: Buffer;
    readonly receiptFactors: readonly IdentityFactor[];
  },
  proof: Proof,
): Promise<OpenedCase | null> {
  const open = openCase === null ? null : await lockOpenCase(tx, openCase);
  if (open === null || open.urgent || open.holderId !== holderId) return null;
  if (outranked(proof, open).count > 0) return null;
  const esim = (await linesWithProfiles(tx, [line.lineId])).size > 0;
  const plan = planFor({ urgent: true, esim });
  const move = report(open, plan);
  if (move === null) return null;
  await moveCase(tx, {
    ...move,
    caseId: open.caseId,
    lineId: line.lineId,
    lease: null,
    watched: true,
    patch: { ...asked, plan, planVersion: PLAN_VERSION, urgent: true, lane: LANES.urgent },
  });
  return { caseId: open.caseId, reference: open.reference };
}
