import { type LineRisk, risksOf } from '../../../domain/lines/line-risk.ts';
import { localDateAt } from '../../../domain/values/local-date.ts';
import type { Db } from '../../../store/database/database.ts';
import { signsOfLine } from '../../../store/lines/line-signs.ts';
import type { LineRecord } from '../../../store/lines/lines.ts';
import type { Operations } from '../../context.ts';
import { attemptsAbout } from '../../people/attempt-counters.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';

/** What makes a line risky today, by the rulebook; nothing does of an ordinary one. */
export async function risksOfLine(
  op: Operations,
  db: Db,
  record: LineRecord,
  now: Date,
): Promise<readonly LineRisk[]> {
  const { line, holderId } = record;
  const rules = rulesOfLine(op, record, now);
  const stored = await signsOfLine(db, {
    lineId: line.lineId,
    partyId: holderId,
    attempts: attemptsAbout(op.vault, line.msisdn ?? line.lineId),
  });
  const dayOf = (at: Date | null) => (at === null ? null : localDateAt(at, rules.timeZone));
  return risksOf(
    {
      openedOn: line.openedOn,
      contactChangedOn: dayOf(stored.contactChangedAt),
      lockouts: stored.lockouts,
      disputedOn: dayOf(stored.disputedAt),
    },
    rules.settings.hotline_verification.value,
    localDateAt(now, rules.timeZone),
  );
}
