import { HandbackError } from '../../../domain/errors.ts';
import type { ResolvedRules } from '../../../domain/rules/rulebook.ts';
import { localDateAt } from '../../../domain/values/local-date.ts';
import { addPeriod } from '../../../domain/values/period.ts';
import { smsMoment, smsText } from '../../../messages/sms.ts';
import { insertAudit } from '../../../store/audit.ts';
import { caseStepsOf, lockCaseOfLine } from '../../../store/cases/pauses/pauses.ts';
import { type Db, inTransaction } from '../../../store/database/database.ts';
import type { LineRecord } from '../../../store/lines/lines.ts';
import { type Lock, lockLineRow, lockOf, putLock } from '../../../store/lines/own-holds.ts';
import { findParty } from '../../../store/people/parties.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess, requireProof } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { tellEverybody } from '../../people/contacts/to-everybody.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { lineFor } from '../line-for.ts';

/**
 * Locks a line against ending: until the lock is lifted nobody ends it, whoever signs in. Where a case is under way, this blocks it, and needs the
 * proof that its last step had. A lock that is being lifted holds on. Asked twice it is set once.
 *
 * @throws HandbackError `not_signed_in`, `line_unknown`, `not_eligible` for a line that has ended, `factor_needed`
 */
export async function lockLine(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string },
): Promise<Lock> {
  requireAccess(actor, 'lockLine');
  const record = await lineFor(op.pool, actor, request.lineId);
  const { lineId } = record.line;
  if (record.line.status === 'ended') throw new HandbackError('not_eligible', { checks: ['line_ended'] });
  const now = op.clock.now();
  const rules = rulesOfLine(op, record, now);
  return inTransaction(op.pool, async (tx) => {
    await lockCaseOfLine(tx, lineId);
    await lockLineRow(tx, lineId);
    const steps = await caseStepsOf(tx, lineId);
    requireProof(actor, 'lockLine', rules, steps ?? undefined);
    const before = await lockOf(tx, lineId);
    if (before !== null && before.liftsAt === null) return before;
    const lock: Lock = { since: before?.since ?? localDateAt(now, rules.timeZone), liftsAt: null };
    await putLock(tx, lineId, lock);
    await note(tx, actor, record, 'line_locked', {});
    await tell(op, tx, record, { kind: 'lock_set' });
    return lock;
  });
}

/**
 * Lifts a holder's lock, after the rulebook's time: everybody who is reached learns of it first, and can set it again. Asked twice, the
 * first time counts.
 *
 * @throws HandbackError `not_signed_in`, `line_unknown`, `factor_needed`, `lock_unknown` where there is none
 */
export async function liftLock(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string },
): Promise<Lock> {
  requireAccess(actor, 'liftLock');
  const record = await lineFor(op.pool, actor, request.lineId);
  const { lineId } = record.line;
  const now = op.clock.now();
  const rules = rulesOfLine(op, record, now);
  requireProof(actor, 'liftLock', rules);
  return inTransaction(op.pool, async (tx) => {
    await lockCaseOfLine(tx, lineId);
    await lockLineRow(tx, lineId);
    const before = await lockOf(tx, lineId);
    if (before === null) throw new HandbackError('lock_unknown');
    if (before.liftsAt !== null) return before;
    const liftsAt = addPeriod(now, rules.settings.lock_lifting.value.period, rules.timeZone);
    const lock: Lock = { since: before.since, liftsAt };
    await putLock(tx, lineId, lock);
    await note(tx, actor, record, 'line_unlocking', { liftsAt: liftsAt.toISOString() });
    await tell(op, tx, record, { kind: 'lock_lifting', liftsAt, rules, now });
    return lock;
  });
}

async function note(
  tx: Db,
  actor: Actor,
  { openCase, line: { lineId } }: LineRecord,
  action: string,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  await insertAudit(tx, [{ caseId: openCase, lineId, actor: auditName(actor), action, facts }]);
}

type Told =
  | { readonly kind: 'lock_set' }
  | {
      readonly kind: 'lock_lifting';
      readonly liftsAt: Date;
      readonly rules: ResolvedRules;
      readonly now: Date;
    };

/** The line's own number and every contact, as at every start of an ending. */
async function tell(op: Operations, tx: Db, { holderId, line }: LineRecord, told: Told): Promise<void> {
  const party = await findParty(tx, op.vault, holderId);
  if (party === null) return;
  const { language } = party;
  const { msisdn } = line;
  const { kind } = told;
  const text =
    kind === 'lock_set'
      ? smsText(op.sender, language, kind, {}, msisdn)
      : smsText(
          op.sender,
          language,
          kind,
          { until: smsMoment(language, told.liftsAt, told.rules.timeZone) },
          msisdn,
        );
  const goodFor = kind === 'lock_set' ? {} : { goodForMs: told.liftsAt.getTime() - told.now.getTime() };
  await tellEverybody(op, tx, party, { caseId: null, kind, text, ...goodFor }, msisdn);
}
