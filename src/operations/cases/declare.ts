import type { Eligibility } from '../../domain/cases/eligibility.ts';
import { type Reason, URGENT_REASONS } from '../../domain/cases/reason.ts';
import { HandbackError } from '../../domain/errors.ts';
import { rulesOfRoute } from '../../domain/rules/route-rules.ts';
import type { IdentityFactor } from '../../domain/rules/rulebook.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn, type LineRecord } from '../../store/lines/lines.ts';
import { closeCodeSessions } from '../../store/people/sessions.ts';
import { announceCases, wakeWorkers } from '../../store/wake.ts';
import {
  type Actor,
  auditName,
  type OtherSystem,
  routeOf,
  type Staff,
  type Subscriber,
} from '../access/actor.ts';
import { type Assertion, assertionFacts, lastingFactors, proofBehind } from '../access/proof.ts';
import { requireAccess, requireProof } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { decideOn } from '../lines/eligibility-of.ts';
import { keepDecision } from '../lines/keep-decision.ts';
import { lineFor } from '../lines/line-for.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { openCase } from './open-case.ts';
import { hashReceipt, newReceiptSecret, type ReceiptKeeper } from './receipt.ts';
import { reportOpenCase } from './report-open-case.ts';
import { tellEveryContact } from './tell-contacts.ts';

export interface Declared {
  readonly caseId: string;
  readonly reference: string;
  /** Shown once: opens the case when the number is gone. */
  readonly receiptSecret: string;
  readonly declaredAt: Date;
  readonly eligibility: Eligibility;
}

/**
 * Receives a declaration from someone who signed in, or from the operator's own in the place of a customer whom they
 * identified: by the same rules, and with a receipt for the customer. It is received whatever stands in the way: blockers gate its
 * confirmation, not its receipt, and its time counts. Lost, stolen or misused: the bar starts at once, also where a case waits
 * that has not touched the line: it becomes the urgent one.
 *
 * @throws HandbackError `not_signed_in`, `forbidden`, `request_invalid`, `msisdn_invalid`, `line_unknown`, `case_open` (with the open case), `not_eligible` for a line that
 *   has ended, `factor_needed` for an urgent bar
 */
export async function declare(
  op: Operations,
  actor: Actor,
  request: {
    /** By its identity or by its number; where both are given, they must be of the same line. */
    readonly lineId?: string | undefined;
    readonly number?: string | undefined;
    readonly reason: Reason | null;
    /** Of staff and systems, and of nobody else. */
    readonly assertion?: Assertion | undefined;
    /** Checks everything and changes nothing. */
    readonly validateOnly?: boolean | undefined;
    readonly keepReceipt?: ReceiptKeeper | undefined;
  },
): Promise<Declared | { readonly eligibility: Eligibility }> {
  requireAccess(actor, 'declare');
  const now = op.clock.now();
  const urgent = request.reason !== null && URGENT_REASONS.includes(request.reason);
  const record = await lineOf(op, actor, request, urgent ? 'bar' : 'any');
  const proof = proofBehind(actor, request.assertion);
  const route = routeOf(actor, null);
  const rules = rulesOfRoute(rulesOfLine(op, record, now), route);
  const { channel } = proof;
  if (urgent) {
    requireProof(proof, 'declare', rules);
    if (actor.kind === 'subscriber') requireOwnLine(actor, record.line.lineId);
  }
  const decision = await decideOn(op, 'declaration', record, { channel, urgent, rules, now });
  const { eligibility } = decision;
  if (record.line.status === 'ended') throw new HandbackError('not_eligible', { checks: ['line_ended'] });
  if (request.validateOnly) {
    if (record.openCase !== null) throw new HandbackError('case_open', { caseId: record.openCase });
    return { eligibility };
  }
  const receiptSecret = newReceiptSecret(op.vault);
  const receiptHash = hashReceipt(receiptSecret);
  const { reason } = request;
  const { value: factorRules } = rules.settings.identity_factors;
  const receiptFactors = lastingFactors(proof, factorRules[urgent ? 'urgent_bar' : channel]);
  const asked = { record, rules, channel, urgent, reason, receiptHash, route, now };
  const opened = await inTransaction(op.pool, async (tx) => {
    const reported =
      urgent && reason !== null
        ? await reportOpenCase(tx, record, { reason, receiptHash, receiptFactors }, proof)
        : null;
    const made = reported ?? (await openCase(op, tx, { ...asked, receiptFactors, wantedEndOn: null }));
    await insertAudit(tx, [
      {
        caseId: made.caseId,
        lineId: record.line.lineId,
        actor: auditName(actor),
        action: reported === null ? 'declared' : 'reported',
        facts: { urgent, verdict: eligibility.verdict, ...assertionFacts(proof) },
      },
    ]);
    // Whoever has the phone may have signed in with it.
    if (urgent) await closeCodeSessions(tx, record.holderId);
    await keepDecision(op, tx, record, made.caseId, decision);
    await tellEveryContact(op, tx, {
      ...made,
      holderId: record.holderId,
      msisdn: record.line.msisdn,
      kind: urgent ? 'barred' : 'declared',
    });
    await request.keepReceipt?.(tx, { caseId: made.caseId, secret: receiptSecret });
    await wakeWorkers(tx);
    await announceCases(tx, [made.caseId]);
    return made;
  });
  return { ...opened, receiptSecret, declaredAt: now, eligibility };
}

async function lineOf(
  op: Operations,
  actor: Subscriber | Staff | OtherSystem,
  { lineId, number }: { readonly lineId?: string | undefined; readonly number?: string | undefined },
  act: 'any' | 'bar',
): Promise<LineRecord> {
  const named =
    number === undefined
      ? lineId
      : (await findLineByMsisdn(op.pool, parseMsisdn(number, op.defaultCallingCode)))?.line.lineId;
  if (named === undefined && number === undefined)
    throw new HandbackError('request_invalid', { field: 'lineId' });
  if (named === undefined || (lineId !== undefined && lineId !== named))
    throw new HandbackError('line_unknown');
  return lineFor(op.pool, actor, named, act);
}

/** What shows that the person has something, or was seen: who has it may bar all lines of the holder at once. */
const IN_HAND: readonly IdentityFactor[] = ['sms_code', 'contact_code', 'document_seen'];

/**
 * What is known of a person can be copied from a form. By that alone, only the line is barred whose number it was told
 * with.
 */
function requireOwnLine(subscriber: Subscriber, lineId: string): void {
  if (subscriber.lineId === lineId || subscriber.factors.some((factor) => IN_HAND.includes(factor))) return;
  throw new HandbackError('factor_needed', { missing: 1, accepted: IN_HAND });
}
