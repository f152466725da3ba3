import { type LineRisk, tierOf } from '../../../domain/lines/line-risk.ts';
import type { SpokenTier } from '../../../domain/rules/rulebook.ts';
import type { Db } from '../../../store/database/database.ts';
import type { LineRecord } from '../../../store/lines/lines.ts';
import type { Operations } from '../../context.ts';
import { risksOfLine } from '../../lines/risks/line-risks.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';

/** What a caller about a line must prove today, and why it is as much as that. */
export interface CallerProof {
  readonly risks: readonly LineRisk[];
  readonly tier: SpokenTier;
}

export async function callerProof(
  op: Operations,
  db: Db,
  record: LineRecord,
  now: Date,
): Promise<CallerProof> {
  const risks = await risksOfLine(op, db, record, now);
  return { risks, tier: tierOf(rulesOfLine(op, record, now).settings.hotline_verification.value, risks) };
}
