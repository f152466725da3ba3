import { type EffectiveDates, effectiveDates } from '../../domain/cases/effective-dates.ts';
import type { Eligibility } from '../../domain/cases/eligibility.ts';
import { confirmation } from '../../domain/cases/moves.ts';
import { PLAN_VERSION, planFor } from '../../domain/cases/plan.ts';
import { HandbackError } from '../../domain/errors.ts';
import { waitForDevicesUntil, waitsForDevice } from '../../domain/esim/unbinding.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import { latestOf } from '../../domain/values/local-date.ts';
import type { Money } from '../../domain/values/money.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { smsMoment, smsText } from '../../messages/sms.ts';
import type { Bill } from '../../ports/billing.ts';
import { type CaseRecord, lockOpenCase } from '../../store/cases/cases.ts';
import { moveCase } from '../../store/cases/move-cases.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { openUnbindings, unbindingsOfCase } from '../../store/esim/unbindings.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import { findLine, type LineRecord } from '../../store/lines/lines.ts';
import { type CaseNotice, insertNotices } from '../../store/outbox.ts';
import { addConfirmationContact, findParty } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import { requireFactors } from '../access.ts';
import type { Operations, Subscriber } from '../context.ts';
import { caseFor } from './case-for.ts';
import { decideOn } from './check-eligibility.ts';
import { keepDecision } from './keep-decision.ts';

export interface Review {
  readonly eligibility: Eligibility;
  readonly dates: EffectiveDates | null;
  /** What the final bill would hold as of today; null when billing does not answer. */
  readonly bill: Bill | null;
}

export interface ConfirmRequest {
  readonly caseId: string;
  /** Another telephone number that reaches the person when this one is gone. */
  readonly contact?: string;
}

/** What confirming now would mean: dates, money and whatever stands in the way. Changes nothing. */
export async function review(op: Operations, subscriber: Subscriber, caseId: string): Promise<Review> {
  const found = await caseFor(op.pool, subscriber, { caseId });
  const record = await findLine(op.pool, found.lineId);
  if (record === null) throw new HandbackError('line_unknown');
  const rules = rulesOf(op, found);
  const now = op.clock.now();
  const asked = { channel: 'online', urgent: found.urgent, rules } as const;
  const { eligibility } = await decideOn(op, 'confirmation', record, asked, now);
  return reviewOf(op, found, record, rules, eligibility, now);
}

/**
 * Confirms a declaration: eligibility is decided anew, the three dates are fixed and the cooling-off begins. Sent a
 * hundred times it happens once, and every answer is the same.
 *
 * @throws HandbackError `case_unknown`, `factor_needed`, `not_eligible` (with the checks), `cannot_tell`, `stage_conflict`
 */
export async function confirm(
  op: Operations,
  subscriber: Subscriber,
  request: ConfirmRequest,
  options: { readonly validateOnly?: boolean } = {},
): Promise<Review | null> {
  const contact = request.contact ? parseMsisdn(request.contact, op.defaultCallingCode) : null;
  const found = await caseFor(op.pool, subscriber, { caseId: request.caseId });
  if (found.confirmedAt !== null) return null;
  if (found.closedAt !== null || found.withdrawRequestedAt !== null || found.stage === 'undo_bar') {
    throw new HandbackError('stage_conflict', { stage: found.stage });
  }
  const rules = rulesOf(op, found);
  requireFactors(subscriber, rules.settings.identity_factors.value.online);
  const record = await findLine(op.pool, found.lineId);
  if (record === null || record.holderId !== found.holderId) throw new HandbackError('line_unknown');
  if (contact !== null && contact === record.line.msisdn)
    throw new HandbackError('contact_invalid', { reason: 'same_number' });
  const now = op.clock.now();
  const asked = { channel: 'online', urgent: found.urgent, rules } as const;
  const decision = await decideOn(op, 'confirmation', record, asked, now);
  const refusal = refusalOf(decision.eligibility);
  if (refusal !== null) {
    // A refusal leaves no case changed; only what it was decided from.
    if (!options.validateOnly) await keepDecision(op, op.pool, record, found.caseId, decision);
    throw refusal;
  }
  const reviewed = await reviewOf(op, found, record, rules, decision.eligibility, now);
  if (options.validateOnly) return reviewed;
  await inTransaction(op.pool, async (tx) => {
    const confirmed = await commitConfirmation(op, tx, { found, record, reviewed, contact, rules, now });
    if (confirmed) await keepDecision(op, tx, record, found.caseId, decision);
  });
  return reviewed;
}

/** The rules by which an open case is decided. */
export function rulesOf(op: Operations, found: CaseRecord): ResolvedRules {
  return op.rulebooks.forCase(found, op.clock.now());
}

function refusalOf(eligibility: Eligibility): HandbackError | null {
  const checks = eligibility.findings
    .filter((f) => f.effect === 'blocks' || f.effect === 'cannot_tell')
    .map((f) => f.check);
  if (eligibility.verdict === 'blocked') return new HandbackError('not_eligible', { checks });
  if (eligibility.verdict === 'cannot_tell') return new HandbackError('cannot_tell', { checks });
  return null;
}

async function reviewOf(
  op: Operations,
  found: CaseRecord,
  record: LineRecord,
  rules: ResolvedRules,
  eligibility: Eligibility,
  now: Date,
): Promise<Review> {
  if (eligibility.earliestServiceEnd === null) return { eligibility, dates: null, bill: null };
  const earliestServiceEnd =
    found.wantedEndOn === null
      ? eligibility.earliestServiceEnd
      : latestOf(eligibility.earliestServiceEnd, found.wantedEndOn);
  const confirmedAt = found.confirmedAt ?? now;
  const dates = effectiveDates(
    { confirmedAt, urgent: found.urgent, earliestServiceEnd, line: record.line },
    rules,
  );
  const bill = await op.billing
    .quote([
      {
        key: `${found.caseId}:settle`,
        lineId: found.lineId,
        accountId: record.accountId,
        openedOn: record.line.openedOn,
        billingEndOn: dates.billingEndOn,
        earlyTermination: earlyTerminationOf(eligibility),
        monthlyFee: record.line.plan.monthlyFee,
        payment: record.line.payment,
      },
    ])
    .then((bills) => bills[0] ?? null)
    .catch(() => null);
  return { eligibility, dates, bill };
}

/** The price of leaving the contract early, as the eligibility check found it. */
export function earlyTerminationOf(eligibility: Eligibility): Money | null {
  return eligibility.charges.find((charge) => charge.check === 'contract_term')?.amount ?? null;
}

/** False if another copy of the same request was faster: its confirmation stands. */
async function commitConfirmation(
  op: Operations,
  tx: Db,
  input: {
    found: CaseRecord;
    record: LineRecord;
    reviewed: Review;
    contact: string | null;
    rules: ResolvedRules;
    now: Date;
  },
): Promise<boolean> {
  const { found, record, reviewed, contact, rules, now } = input;
  const open = await lockOpenCase(tx, found.caseId);
  if (open?.confirmedAt) return false;
  if (open === null) throw new HandbackError('stage_conflict', { stage: 'close' });
  const dates = reviewed.dates!;
  // A line may have got its first eSIM since it was declared.
  const esim = (await linesWithProfiles(tx, [found.lineId])).size > 0;
  const plan =
    esim && !open.plan.includes('cancel_profiles')
      ? planFor({ identified: !open.plan.includes('identify'), urgent: found.urgent, esim })
      : open.plan;
  await moveCase(tx, {
    ...confirmation(open, plan, dates.serviceEndAt),
    caseId: found.caseId,
    lineId: found.lineId,
    lease: null,
    watched: true,
    patch: {
      confirmedAt: now,
      billingEndOn: dates.billingEndOn,
      earlyTermination: earlyTerminationOf(reviewed.eligibility)?.minor ?? null,
      ...(plan === open.plan ? {} : { plan, planVersion: PLAN_VERSION }),
    },
    audit: [
      {
        actor: 'subscriber',
        action: 'confirmed',
        facts: {
          rulebook: reviewed.eligibility.rulebookVersion,
          serviceEndAt: dates.serviceEndAt.toISOString(),
          billingEndOn: dates.billingEndOn,
        },
      },
    ],
  });
  await openUnbindings(tx, [
    {
      caseId: found.caseId,
      lineId: found.lineId,
      holderId: found.holderId,
      waitUntil: waitForDevicesUntil(now, dates.serviceEndAt, rules),
    },
  ]);
  const party = await findParty(tx, op.vault, found.holderId);
  if (party !== null) {
    if (contact !== null) await addConfirmationContact(tx, op.vault, party, contact);
    if (record.line.msisdn !== null) {
      const until = smsMoment(party.language, dates.serviceEndAt, rules.timeZone);
      const { reference } = found;
      const base = {
        caseId: found.caseId,
        partyId: party.partyId,
        dataKey: party.dataKey,
        to: { msisdn: record.line.msisdn },
      };
      const onDevices = (await unbindingsOfCase(tx, found.caseId)).filter((p) => waitsForDevice(p)).length;
      const texts: CaseNotice[] = [
        { ...base, kind: 'confirmed', text: smsText(party.language, 'confirmed', { reference, until }) },
      ];
      // Whoever has a lost phone must not be told what to delete on it.
      if (onDevices > 0 && !found.urgent) {
        const text = smsText(party.language, 'unbind', { reference, devices: onDevices });
        texts.push({ ...base, kind: 'unbind', text });
      }
      await insertNotices(tx, op.vault, texts);
      await wakeOutbox(tx);
    }
  }
  return true;
}
