import type { Decision } from '../../domain/cases/decision.ts';
import { insertDecisions } from '../../store/cases/decisions.ts';
import type { Db } from '../../store/database/database.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { findParty } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';

/** Keeps a decision with its inputs, under the holder's key, so that "why?" has an answer later. */
export async function keepDecision(
  op: Operations,
  db: Db,
  { line, holderId }: LineRecord,
  caseId: string | null,
  decision: Decision,
): Promise<void> {
  const party = await findParty(db, op.vault, holderId);
  // Of an erased person nothing is kept.
  if (party === null) return;
  const { partyId, dataKey } = party;
  await insertDecisions(db, op.vault, [{ caseId, lineId: line.lineId, partyId, dataKey, decision }]);
}
