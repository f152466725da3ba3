import { HandbackError } from '../../domain/errors.ts';
import { type FlagReason, restOf } from '../../domain/numbers/quarantine.ts';
import { addDays, localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import {
  type JudgedNumber,
  keepJudged,
  type RestingNumber,
  restingToJudge,
} from '../../store/numbers/resting.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { homeRules } from '../home-time-zone.ts';

const PAGE = 1_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Judges each number that rests, once a day: until when, by which rules, and why. A judgement makes a rest longer and never shorter. Every
 * permanent disconnect is noted with it, for the files of others.
 *
 * @returns how many were judged
 */
export async function judgeNumbers(op: Operations, actor: Actor): Promise<number> {
  requireAccess(actor, 'judgeNumbers');
  const now = op.clock.now();
  let judged = 0;
  for (;;) {
    const before = new Date(now.getTime() - DAY_MS);
    const resting = await restingToJudge(op.pool, { before, limit: PAGE });
    const kept = resting.map((number) => judge(op, number, now));
    await inTransaction(op.pool, async (tx) => {
      const changed = await keepJudged(tx, kept, now);
      if (changed > 0)
        await insertAudit(tx, [
          {
            ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'numbers_judged' },
            facts: { judged: kept.length, changed },
          },
        ]);
    });
    judged += kept.length;
    if (resting.length < PAGE) return judged;
  }
}

/** Ways and reasons of a case after which its number rests as after harassment, or as after fraud. */
const HARASSED = 'survivor';
const MISUSED = ['misused'];
const NOT_MINE = 'not_mine';

function judge(op: Operations, number: RestingNumber, now: Date): JudgedNumber {
  const { jurisdiction, province, since, route, reason, flags, heldForFraud } = number;
  // Where its own country's rules are gone the operator's decide: it must not rest for ever.
  const known = jurisdiction !== null && op.rulebooks.jurisdictions.includes(jurisdiction);
  const rules = known ? op.rulebooks.current(jurisdiction, province, now) : homeRules(op);
  if (rules === null) throw new HandbackError('rulebook_missing', { jurisdiction });
  const zone = rules.timeZone;
  const today = localDateAt(now, zone);
  const endedOn = number.endedOn ?? localDateAt(number.serviceEndedAt ?? since, zone);
  const because = new Set<FlagReason>(flags);
  if (route === HARASSED) because.add('harassment');
  if (heldForFraud || route === NOT_MINE || (reason !== null && MISUSED.includes(reason)))
    because.add('fraud');
  const { codes } = rules.settings.quarantine_longer.value;
  const from = codes === null ? today : addDays(today, -codes.withinDays);
  const texts = number.texts.reduce((sum, day) => (day.on > from ? sum + day.texts : sum), 0);
  const { until, reasons } = restOf(
    {
      ...{ endedOn, portedIn: number.portedIn, flags: because, texts, today },
      ...{ before: number.releaseOn, byPerson: number.byPerson },
    },
    rules,
  );
  return { msisdn: number.msisdn, since, endedOn, releaseOn: until, reasons };
}
