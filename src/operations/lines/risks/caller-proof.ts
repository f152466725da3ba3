import { type LineRisk, spokenMissing, tierOf } from '../../../domain/lines/line-risk.ts';
import type { IdentityFactor, SpokenTier } from '../../../domain/rules/rulebook.ts';
import type { Db } from '../../../store/database/database.ts';
import type { LineRecord } from '../../../store/lines/lines.ts';
import { missingFactors } from '../../access/factors.ts';
import type { Operations } from '../../context.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { risksOfLine } from './line-risks.ts';

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

/**
 * How far what a caller has proven goes by the rules of the line: `bar` is enough for an urgent bar, and for nothing else. More is
 * asked where the line is at risk.
 */
export async function reachOfCaller(
  op: Operations,
  db: Db,
  record: LineRecord,
  factors: readonly IdentityFactor[],
  now: Date,
): Promise<'nothing' | 'bar' | 'everything'> {
  const { value: asked } = rulesOfLine(op, record, now).settings.identity_factors;
  const spoken = spokenMissing((await callerProof(op, db, record, now)).tier, factors).count === 0;
  if (spoken && missingFactors({ factors }, asked.hotline).count === 0) return 'everything';
  return missingFactors({ factors }, asked.urgent_bar).count === 0 ? 'bar' : 'nothing';
}
