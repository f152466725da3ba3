import type { Eligibility } from '../../domain/cases/eligibility.ts';
import { planFor } from '../../domain/cases/plan.ts';
import { LANES } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import { addPeriod } from '../../domain/values/period.ts';
import { smsText } from '../../messages/sms.ts';
import { insertAudit } from '../../store/audit.ts';
import { openCaseOf } from '../../store/cases/cases.ts';
import { type NewCase, openCases } from '../../store/cases/open-cases.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { insertNotices } from '../../store/outbox.ts';
import { contactsOf, findParty } from '../../store/people/parties.ts';
import { announceCases, wakeOutbox, wakeWorkers } from '../../store/wake.ts';
import { requireFactors } from '../access.ts';
import type { Operations, Subscriber } from '../context.ts';
import { lineFor } from '../lines/line-for.ts';
import { decideOn } from './check-eligibility.ts';
import { keepDecision } from './keep-decision.ts';
import { hashReceipt, newReceiptSecret, newReference } from './receipt.ts';

export const REASONS = ['new_phone', 'lost', 'stolen', 'misused', 'environment', 'cost', 'other'] as const;
export type Reason = (typeof REASONS)[number];

/** Reasons after which the line is barred at once and ended afterwards. */
export const URGENT_REASONS: readonly Reason[] = ['lost', 'stolen', 'misused'];

export interface Declared {
  readonly caseId: string;
  readonly reference: string;
  /** Shown once: opens the case when the number is gone. */
  readonly receiptSecret: string;
  readonly declaredAt: Date;
  readonly eligibility: Eligibility;
}

/**
 * Receives a declaration from someone who signed in. It is received whatever stands in the way: blockers gate its
 * confirmation, not its receipt, and its time counts. Lost, stolen or misused: the bar starts at once.
 *
 * @throws HandbackError `line_unknown`, `case_open` (with the open case), `factor_needed` for an urgent bar
 */
export async function declare(
  op: Operations,
  subscriber: Subscriber,
  request: { readonly lineId: string; readonly reason: Reason | null },
  options: { readonly validateOnly?: boolean } = {},
): Promise<Declared | { readonly eligibility: Eligibility }> {
  const record = await lineFor(op.pool, subscriber, request.lineId);
  const now = op.clock.now();
  const rules = op.rulebooks.current(record.line.jurisdiction, record.line.province, now);
  const urgent = request.reason !== null && URGENT_REASONS.includes(request.reason);
  if (urgent) requireFactors(subscriber, rules.settings.identity_factors.value.urgent_bar);
  const decision = await decideOn(op, 'declaration', record, { channel: 'online', urgent, rules }, now);
  const { eligibility } = decision;
  if (record.line.status === 'ended') throw new HandbackError('not_eligible', { checks: ['line_ended'] });
  if (options.validateOnly) {
    if (record.openCase !== null) throw new HandbackError('case_open', { caseId: record.openCase });
    return { eligibility };
  }
  const esim = (await linesWithProfiles(op.pool, [record.line.lineId])).size > 0;
  const plan = planFor({ identified: true, urgent, esim });
  const receiptSecret = newReceiptSecret(op.vault);
  const draft: Omit<NewCase, 'reference'> = {
    lineId: record.line.lineId,
    holderId: record.holderId,
    lane: urgent ? LANES.urgent : LANES.person,
    stage: plan[0]!,
    dueAt: urgent ? now : addPeriod(now, rules.settings.declaration_expiry.value.period, rules.timeZone),
    plan,
    jurisdiction: record.line.jurisdiction,
    province: record.line.province,
    rulebookVersion: rules.version,
    channel: 'online',
    urgent,
    reason: request.reason,
    declaredAt: now,
    identifiedAt: now,
    currency: record.currency,
    receiptHash: hashReceipt(receiptSecret),
    wantedEndOn: null,
    confirmed: null,
  };
  const opened = await inTransaction(op.pool, async (tx) => {
    const made = await openCase(op, tx, draft);
    await insertAudit(tx, [
      {
        caseId: made.caseId,
        lineId: record.line.lineId,
        actor: 'subscriber',
        action: 'declared',
        facts: { urgent, verdict: eligibility.verdict },
      },
    ]);
    await keepDecision(op, tx, record, made.caseId, decision);
    await tellEveryContact(op, tx, record, made, urgent ? 'barred' : 'declared');
    await wakeWorkers(tx);
    await announceCases(tx, [made.caseId]);
    return made;
  });
  return { ...opened, receiptSecret, declaredAt: now, eligibility };
}

/** Inserts the case under a reference that nobody has; a line with an open case keeps that one. */
export async function openCase(
  op: Operations,
  tx: Db,
  draft: Omit<NewCase, 'reference'>,
): Promise<{ caseId: string; reference: string }> {
  const [opened] = await openCases(tx, [{ ...draft, reference: newReference(op.vault) }]);
  if (opened !== undefined) return opened;
  throw new HandbackError('case_open', { caseId: (await openCaseOf(tx, draft.lineId)) ?? '' });
}

/** The line's own number and every other contact are told: whoever did not ask for this learns of it in time. */
export async function tellEveryContact(
  op: Operations,
  tx: Db,
  record: LineRecord,
  opened: { caseId: string; reference: string },
  kind: 'declared' | 'barred' | 'withdrawn',
): Promise<void> {
  const party = await findParty(tx, op.vault, record.holderId);
  if (party === null) return;
  const text = smsText(party.language, kind, { reference: opened.reference });
  const base = { caseId: opened.caseId, partyId: party.partyId, dataKey: party.dataKey, kind, text };
  const contacts = await contactsOf(tx, op.vault, party);
  await insertNotices(tx, op.vault, [
    ...(record.line.msisdn === null ? [] : [{ ...base, to: { msisdn: record.line.msisdn } }]),
    ...contacts
      .filter((c) => c.verifiedAt !== null)
      .map((c) => ({ ...base, to: { contactId: c.contactId } })),
  ]);
  await wakeOutbox(tx);
}
