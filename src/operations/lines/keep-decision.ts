import type { Decision } from '../../domain/cases/decision.ts';
import { insertDecisions } from '../../store/cases/decisions.ts';
import type { Db } from '../../store/database/database.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { dataKeysOf } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';

/** Keeps a decision with its inputs, under the holder's key, so that "why?" has an answer later. */
export function keepDecision(
  op: Operations,
  db: Db,
  record: LineRecord,
  caseId: string | null,
  decision: Decision,
): Promise<void> {
  return keepDecisions(op, db, [{ record, caseId, decision }]);
}

/** The same of many at once. */
export async function keepDecisions(
  op: Operations,
  db: Db,
  decided: readonly {
    readonly record: LineRecord;
    readonly caseId: string | null;
    readonly decision: Decision;
  }[],
): Promise<void> {
  const keys = await dataKeysOf(
    db,
    op.vault,
    decided.map(({ record }) => record.holderId),
  );
  await insertDecisions(
    db,
    op.vault,
    decided.flatMap(({ record: { line, holderId: partyId }, caseId, decision }) => {
      const dataKey = keys.get(partyId);
      // Of an erased person nothing is kept.
      return dataKey === undefined ? [] : [{ caseId, lineId: line.lineId, partyId, dataKey, decision }];
    }),
  );
}
