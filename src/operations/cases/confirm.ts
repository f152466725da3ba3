import type { Eligibility } from '../../domain/cases/eligibility.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLine, type LineRecord } from '../../store/lines/lines.ts';
import { type Actor, routeOf, staffBehind } from '../access/actor.ts';
import { type Assertion, proofBehind } from '../access/proof.ts';
import { requireAccess, requireProof } from '../access/require-access.ts';
import { requireSecondPerson } from '../access/second-person.ts';
import type { Operations } from '../context.ts';
import { decideOn } from '../lines/eligibility-of.ts';
import { keepDecision } from '../lines/keep-decision.ts';
import { coolingRisks } from '../lines/risks/cooling-risks.ts';
import { risksOfLine } from '../lines/risks/line-risks.ts';
import { givenContact } from '../people/contacts/given-contact.ts';
import { caseFor } from './case-for.ts';
import { type CaseView, caseView } from './case-view.ts';
import { commitConfirmation } from './commit-confirmation.ts';
import type { ReceiptKeeper } from './receipt.ts';
import { type Review, reviewOf } from './review-of.ts';

export interface ConfirmRequest {
  readonly caseId: string;
  /** Another telephone number, or an e-mail address, that reaches the person when this number is gone. */
  readonly contact?: string | undefined;
  /** Of staff and systems, and of nobody else. */
  readonly assertion?: Assertion | undefined;
  /** Checks everything and changes nothing. */
  readonly validateOnly?: boolean | undefined;
  /** The receipt of before stays, though more is proven now: there is nobody to whom another could be given. */
  readonly sameReceipt?: boolean | undefined;
  /** Of a receipt that takes the place of the first. */
  readonly keepReceipt?: ReceiptKeeper | undefined;
}

export interface Confirmed {
  /** By what it was decided; null where it had been confirmed before. */
  readonly review: Review | null;
  /** The case as it stands now; null where nothing was to be changed. */
  readonly view: CaseView | null;
  /**
   * A new receipt, shown once, where more is proven than when the first one was given: that one opens nothing any more. Null
   * where the receipt of before stays.
   */
  readonly receiptSecret: string | null;
}

/**
 * Confirms a declaration: eligibility is decided anew, the three dates are fixed and the cooling-off begins. Sent a
 * hundred times it happens once, and every answer is the same.
 *
 * @throws HandbackError `not_signed_in`, `forbidden`, `request_invalid`, `case_unknown`, `line_unknown`, `factor_needed`, `approval_needed`, `not_eligible` (with the
 *   checks), `cannot_tell`, `stage_conflict`, `case_paused` while it rests, `contact_invalid`, `msisdn_invalid`
 */
export async function confirm(op: Operations, actor: Actor, request: ConfirmRequest): Promise<Confirmed> {
  requireAccess(actor, 'confirm');
  const now = op.clock.now();
  const { caseId, validateOnly = false } = request;
  const contact = request.contact ? givenContact(op, request.contact) : null;
  const found = await caseFor(op.pool, actor, { caseId });
  const proof = proofBehind(actor, request.assertion);
  if (found.confirmedAt !== null)
    return { review: null, view: await caseView(op, op.pool, found, now), receiptSecret: null };
  if (found.closedAt !== null || found.withdrawRequestedAt !== null || found.stage === 'undo_bar') {
    throw new HandbackError('stage_conflict', { stage: found.stage });
  }
  if (found.pausedUntil !== null && found.pausedUntil > now) throw new HandbackError('case_paused');
  const rules = op.rulebooks.forCase({ ...found, route: routeOf(actor, found) }, now);
  requireProof(proof, 'confirm', rules);
  const record = await findLine(op.pool, found.lineId);
  if (record === null || record.holderId !== found.holderId) throw new HandbackError('line_unknown');
  if (contact !== null && contact.value === record.line.msisdn)
    throw new HandbackError('contact_invalid', { reason: 'same_number' });
  await requireSecondPersonAtDesk(op, actor, record, { caseId, rules, now });
  const risks = await coolingRisks(op.pool, record, { actor, found, rules, now });
  const { urgent, declaredAt: receivedAt } = found;
  const asked = { channel: proof.channel, urgent, rules, now, receivedAt, risks };
  const decision = await decideOn(op, 'confirmation', record, asked);
  const { eligibility } = decision;
  const refusal = refusalOf(eligibility);
  if (refusal !== null) {
    // A refusal changes no case. What it was decided from is kept.
    if (!validateOnly) await keepDecision(op, op.pool, record, caseId, decision);
    throw refusal;
  }
  const review = await reviewOf(op, { found, record, rules, decision, now });
  if (validateOnly) return { review, view: null, receiptSecret: null };
  const confirmed = await inTransaction(op.pool, async (tx) => {
    const done = await commitConfirmation(op, tx, {
      actor,
      proof,
      found,
      record,
      review,
      contact,
      rules,
      now,
      sameReceipt: request.sameReceipt ?? false,
    });
    if (done !== null) await keepDecision(op, tx, record, caseId, decision);
    const secret = done?.receiptSecret ?? null;
    if (secret !== null) await request.keepReceipt?.(tx, { caseId, secret });
    return done;
  });
  const after = await caseFor(op.pool, actor, { caseId });
  return {
    review,
    view: await caseView(op, op.pool, after, now),
    receiptSecret: confirmed?.receiptSecret ?? null,
  };
}

/**
 * What somebody at a desk ends for a customer is agreed to by a second person where something lately changed about the line: who
 * would take a line over changes its contacts first, and then asks a colleague. So is whatever somebody ends for another: an
 * heir, a guardian, an agent, a company.
 */
async function requireSecondPersonAtDesk(
  op: Operations,
  actor: Actor,
  record: LineRecord,
  { caseId, rules, now }: { readonly caseId: string; readonly rules: ResolvedRules; readonly now: Date },
): Promise<void> {
  if (staffBehind(actor) === null) return;
  const capacity = actor.kind === 'subscriber' ? actor.attended?.capacity : undefined;
  const forAnother = capacity !== undefined && capacity !== 'owner';
  if (forAnother || (await risksOfLine(op, op.pool, record, now)).length > 0)
    requireSecondPerson(actor, 'end_risky_line', caseId, rules);
}

function refusalOf(eligibility: Eligibility): HandbackError | null {
  const checks = eligibility.findings
    .filter((f) => f.effect === 'blocks' || f.effect === 'cannot_tell')
    .map((f) => f.check);
  if (eligibility.verdict === 'blocked') return new HandbackError('not_eligible', { checks });
  if (eligibility.verdict === 'cannot_tell') return new HandbackError('cannot_tell', { checks });
  return null;
}
