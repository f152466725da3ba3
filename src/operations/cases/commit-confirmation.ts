import { confirmation } from '../../domain/cases/moves.ts';
import { PLAN_VERSION, planFor } from '../../domain/cases/plan.ts';
import type { Stage } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import { waitForDevicesUntil, waitsForDevice } from '../../domain/esim/unbinding.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { smsMoment, smsText } from '../../messages/sms.ts';
import { type CaseRecord, dropRoute, type LockedCase, lockOpenCase } from '../../store/cases/cases.ts';
import { moveCase } from '../../store/cases/move-cases.ts';
import type { CasePatch } from '../../store/cases/work.ts';
import type { Db } from '../../store/database/database.ts';
import { openUnbindings, unbindingsOfCase } from '../../store/esim/unbindings.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { type CaseNotice, insertNotices } from '../../store/outbox.ts';
import { addConfirmationContact, findParty, type Party } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { assertionFacts, lastingFactors, type Proof } from '../access/proof.ts';
import { approvalFacts } from '../access/second-person.ts';
import type { Operations } from '../context.ts';
import type { GivenContact } from '../people/contacts/given-contact.ts';
import { hashReceipt, newReceiptSecret } from './receipt.ts';
import { earlyTerminationOf, type Review } from './review-of.ts';

/** A confirmation that was decided and is now to be recorded. */
interface Confirmation {
  readonly actor: Actor;
  readonly proof: Proof;
  readonly found: CaseRecord;
  readonly record: LineRecord;
  readonly review: Review;
  /** Another number or e-mail address of the person, as they gave it. */
  readonly contact: GivenContact | null;
  readonly rules: ResolvedRules;
  readonly now: Date;
  readonly sameReceipt: boolean;
}

/**
 * Records a confirmation: the case moves on with its dates, its devices are asked for, and the person is told.
 *
 * A receipt that was given for less than is proven now would outlive the stronger proof: it could withdraw what the
 * document confirmed. A new one takes its place, and the old one opens nothing any more.
 *
 * @returns the secret of the new receipt, where one was needed; null if another copy of the same request was faster: its
 *   confirmation stands
 * @throws HandbackError `stage_conflict`
 */
export async function commitConfirmation(
  op: Operations,
  tx: Db,
  input: Confirmation,
): Promise<{ readonly receiptSecret: string | null } | null> {
  const { found, record, review, contact, rules, now } = input;
  const { caseId, lineId, holderId } = found;
  const open = await lockOpenCase(tx, caseId);
  if (open?.confirmedAt) return null;
  if (open === null) throw new HandbackError('stage_conflict', { stage: 'close' });
  const { proof } = input;
  const lasting = lastingFactors(proof, rules.settings.identity_factors.value[proof.channel]);
  // Only what holds all of the earlier proof outweighs it: another proof beside it must not void the holder's receipt.
  const stronger =
    !input.sameReceipt &&
    lasting.length > open.receiptFactors.length &&
    open.receiptFactors.every((factor) => lasting.includes(factor));
  const receiptSecret = stronger ? newReceiptSecret(op.vault) : null;
  if (rules.route === null && open.route !== null) await dropRoute(tx, caseId);
  await moveConfirmed(tx, open, input, {
    ...(receiptSecret === null ? {} : { receiptHash: hashReceipt(receiptSecret), receiptFactors: lasting }),
  });
  const waitUntil = waitForDevicesUntil(now, review.dates!.serviceEndAt, rules);
  await openUnbindings(tx, [{ caseId, lineId, holderId, waitUntil }]);
  const party = await findParty(tx, op.vault, holderId);
  if (party === null) return { receiptSecret };
  if (contact !== null) await addConfirmationContact(tx, op.vault, party, contact);
  if (record.line.msisdn !== null) await tell(op, tx, party, record.line.msisdn, input);
  return { receiptSecret };
}

async function moveConfirmed(
  tx: Db,
  open: LockedCase,
  { actor, proof, found, review, rules, now }: Confirmation,
  receipt: Pick<CasePatch, 'receiptHash' | 'receiptFactors'>,
): Promise<void> {
  const { caseId, lineId } = found;
  const { serviceEndAt, billingEndOn } = review.dates!;
  const { eligibility } = review;
  const plan = await planOf(tx, open);
  await moveCase(tx, {
    ...confirmation(open, plan, serviceEndAt),
    caseId,
    lineId,
    lease: null,
    watched: true,
    patch: {
      ...receipt,
      ...(rules.route === null ? {} : { route: rules.route }),
      confirmedAt: now,
      billingEndOn,
      earlyTermination: earlyTerminationOf(eligibility)?.minor ?? null,
      ...(plan === open.plan ? {} : { plan, planVersion: PLAN_VERSION }),
    },
    audit: [
      {
        actor: auditName(actor),
        action: 'confirmed',
        facts: {
          rulebook: eligibility.rulebookVersion,
          factors: proof.factors,
          ...assertionFacts(proof),
          ...approvalFacts(actor),
          serviceEndAt: serviceEndAt.toISOString(),
          billingEndOn,
        },
      },
    ],
  });
}

/** The plan of the case; a line may have got its first eSIM since it was declared. */
async function planOf(tx: Db, { lineId, plan, urgent }: LockedCase): Promise<readonly Stage[]> {
  if (plan.includes('cancel_profiles')) return plan;
  const esim = (await linesWithProfiles(tx, [lineId])).size > 0;
  return esim ? planFor({ urgent, esim }) : plan;
}

/** To the line itself: until when it serves, and what its devices are asked to do. */
async function tell(
  op: Operations,
  tx: Db,
  { partyId, dataKey, language }: Party,
  msisdn: Msisdn,
  { found, review, rules, now }: Confirmation,
): Promise<void> {
  const { caseId, reference } = found;
  const until = smsMoment(language, review.dates!.serviceEndAt, rules.timeZone);
  const base = { caseId, partyId, dataKey, to: { msisdn } };
  const notices: CaseNotice[] = [
    {
      ...base,
      kind: 'confirmed',
      goodForMs: review.dates!.serviceEndAt.getTime() - now.getTime(),
      text: smsText(op.sender, language, 'confirmed', { reference, until }, msisdn),
    },
  ];
  const waiting = (await unbindingsOfCase(tx, caseId)).filter((p) => waitsForDevice(p));
  const devices = waiting.length;
  // Whoever has a lost phone must not be told what to delete on it.
  if (devices > 0 && !found.urgent)
    notices.push({
      ...base,
      kind: 'unbind',
      goodForMs: Math.max(...waiting.map(({ waitUntil }) => waitUntil.getTime())) - now.getTime(),
      text: smsText(op.sender, language, 'unbind', { reference, devices }, msisdn),
    });
  await insertNotices(tx, op.vault, notices);
  await wakeOutbox(tx);
}
