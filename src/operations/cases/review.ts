import { HandbackError } from '../../domain/errors.ts';
import { waitForDevicesUntil } from '../../domain/esim/unbinding.ts';
import { isOnDevice } from '../../domain/lines/esim-profile.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import { type DisputeMark, disputesOfLine } from '../../store/cases/disputes.ts';
import { findLine, type LineRecord } from '../../store/lines/lines.ts';
import { type Actor, routeOf } from '../access/actor.ts';
import type { MissingFactors } from '../access/factors.ts';
import { type Assertion, proofBehind } from '../access/proof.ts';
import { missingProof, requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { decideOn } from '../lines/eligibility-of.ts';
import { type LineProfile, profilesOf } from '../lines/line-profiles.ts';
import { coolingRisks } from '../lines/risks/cooling-risks.ts';
import { maskedContact } from '../people/contacts/contact-for-code.ts';
import { caseFor } from './case-for.ts';
import { type Review, reviewOf } from './review-of.ts';

/** All that a person should know before confirming. */
export interface CaseReview extends Review {
  readonly record: CaseRecord;
  readonly line: LineRecord['line'];
  /** None for a line whose phone is lost: whoever has that phone must not learn what is on it. */
  readonly profiles: readonly LineProfile[];
  /** Until when the line would wait for its devices; null where none holds a profile. */
  readonly waitsUntil: Date | null;
  /** What the holder has disputed of what was found. */
  readonly disputes: readonly DisputeMark[];
  readonly missing: MissingFactors;
  /** Masked: another number at which a code would prove what is missing. */
  readonly otherContact: string | null;
  readonly timeZone: string;
  /** Within how many days a balance is paid back. */
  readonly refundDays: number;
  /** By which policy the last day billed follows from the end of service, and whose rule that is. */
  readonly billingEnd: ResolvedRules['settings']['billing_end'];
}

/**
 * What confirming now would mean: dates, money and whatever stands in the way. Changes nothing.
 * @throws HandbackError `not_signed_in`, `forbidden`, `request_invalid`, `case_unknown`, `line_unknown`
 */
export async function review(
  op: Operations,
  actor: Actor,
  request: {
    readonly caseId: string;
    /** Of staff and systems, and of nobody else. */
    readonly assertion?: Assertion | undefined;
  },
): Promise<CaseReview> {
  requireAccess(actor, 'review');
  const now = op.clock.now();
  const found = await caseFor(op.pool, actor, request);
  const proof = proofBehind(actor, request.assertion);
  const record = await findLine(op.pool, found.lineId);
  // A line that went to somebody else since shows nothing of its new holder.
  if (record === null || record.holderId !== found.holderId) throw new HandbackError('line_unknown');
  const rules = op.rulebooks.forCase({ ...found, route: routeOf(actor, found) }, now);
  const risks = await coolingRisks(op.pool, record, { actor, found, rules, now });
  const { urgent, declaredAt: receivedAt } = found;
  const asked = { channel: proof.channel, urgent, rules, now, receivedAt, risks };
  const decision = await decideOn(op, 'confirmation', record, asked);
  const [reviewed, profiles] = await Promise.all([
    reviewOf(op, { found, record, rules, decision, now }),
    found.urgent ? new Map<string, never>() : profilesOf(op, [record]),
  ]);
  const held = profiles.get(found.lineId) ?? [];
  const { dates } = reviewed;
  const waits = dates !== null && held.some(({ state }) => isOnDevice(state));
  const missing = missingProof(proof, 'confirm', rules);
  const byContact =
    actor.kind === 'subscriber' && missing.count > 0 && missing.accepted.includes('contact_code');
  return {
    ...reviewed,
    record: found,
    line: record.line,
    profiles: held,
    disputes: await disputesOfLine(op.pool, { lineId: found.lineId, partyId: found.holderId }),
    waitsUntil: waits ? waitForDevicesUntil(now, dates.serviceEndAt, rules) : null,
    missing,
    otherContact: byContact ? await maskedContact(op, actor, now) : null,
    timeZone: rules.timeZone,
    billingEnd: rules.settings.billing_end,
    refundDays: rules.settings.refund.value.withinDays,
  };
}
