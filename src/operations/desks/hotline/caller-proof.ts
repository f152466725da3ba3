import { type LineRisk, risksOf, tierOf } from '../../../domain/desks/line-risk.ts';
import type { SpokenTier } from '../../../domain/rules/rulebook.ts';
import { localDateAt } from '../../../domain/values/local-date.ts';
import type { Db } from '../../../store/database/database.ts';
import { signsOfLine } from '../../../store/desks/line-signs.ts';
import type { LineRecord } from '../../../store/lines/lines.ts';
import type { Operations } from '../../context.ts';
import { attemptsAbout } from '../../people/attempt-counters.ts';
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
  const rules = rulesOfLine(op, record, now);
  const { value } = rules.settings.hotline_verification;
  const { line, holderId } = record;
  const stored = await signsOfLine(db, {
    lineId: line.lineId,
    partyId: holderId,
    attempts: attemptsAbout(op.vault, line.msisdn ?? line.lineId),
  });
  const dayOf = (at: Date | null) => (at === null ? null : localDateAt(at, rules.timeZone));
  const risks = risksOf(
    {
      openedOn: line.openedOn,
      contactChangedOn: dayOf(stored.contactChangedAt),
      lockouts: stored.lockouts,
      disputedOn: dayOf(stored.disputedAt),
    },
    value,
    localDateAt(now, rules.timeZone),
  );
  return { risks, tier: tierOf(value, risks) };
}
