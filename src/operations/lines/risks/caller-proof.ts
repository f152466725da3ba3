import { type LineRisk, spokenMissing, tierOf } from '../../../domain/lines/line-risk.ts';
import type { Channel, FactorRule, IdentityFactor, SpokenTier } from '../../../domain/rules/rulebook.ts';
import type { Db } from '../../../store/database/database.ts';
import type { LineRecord } from '../../../store/lines/lines.ts';
import type { Subscriber } from '../../access/actor.ts';
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

export type Reach = NonNullable<Subscriber['caller']>['reach'];

/**
 * How far what somebody has proven at a channel goes, by the rules of the line: `bar` is enough for an urgent bar, and for nothing
 * else. By telephone more is asked where the line is at risk.
 *
 * @param by.record null where the line is gone: then the rules are those of the operator's own country
 */
export async function reachOf(
  op: Operations,
  db: Db,
  by: {
    readonly channel: Channel;
    readonly record: LineRecord | null;
    readonly factors: readonly IdentityFactor[];
  },
  now: Date,
): Promise<Reach> {
  const { channel, record, factors } = by;
  const { value: asked } = rulesOfLine(op, record, now).settings.identity_factors;
  const met = (rule: FactorRule): boolean => missingFactors({ factors }, rule).count === 0;
  const spoken =
    channel !== 'hotline' ||
    record === null ||
    spokenMissing((await callerProof(op, db, record, now)).tier, factors).count === 0;
  if (met(asked[channel]) && spoken) return 'everything';
  return met(asked.urgent_bar) ? 'bar' : 'nothing';
}
