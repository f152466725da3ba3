import { REASONS } from '../../../domain/cases/reason.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { rulesOfRoute } from '../../../domain/rules/route-rules.ts';
import { insertAudit } from '../../../store/audit.ts';
import { lockWaitingDeclaration, noteTakenUp } from '../../../store/cases/declarations.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { announceCases } from '../../../store/wake.ts';
import { type Actor, auditName, routeOf } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { decideOn } from '../../lines/eligibility-of.ts';
import { keepDecision } from '../../lines/keep-decision.ts';
import { lineFor } from '../../lines/line-for.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { openCase } from '../open-case.ts';
import { hashReceipt, newReceiptSecret, normaliseReference } from '../receipt.ts';
import { tellEveryContact } from '../tell-contacts.ts';
import { parseWantedEnd } from './wanted-end.ts';

export interface TakenUp {
  readonly caseId: string;
  readonly reference: string;
  /** Shown once: opens the case when the number is gone. The receipt of the form opens nothing but the form. */
  readonly receiptSecret: string;
}

/**
 * The holder, signed in, takes up a declaration of the public form: a case begins, and the time of the form stays the legal
 * one. What else the form said binds nobody: the day is the one that the holder names now.
 *
 * @throws HandbackError `not_signed_in`, `line_unknown`, `case_unknown` where no such declaration waits (any more),
 *   `case_open` (with the open case), `date_invalid`
 */
export async function takeUpDeclaration(
  op: Operations,
  actor: Actor,
  request: {
    readonly lineId: string;
    readonly reference: string;
    /** The last day of service that is wanted; null for as soon as possible. */
    readonly endOn: string | null;
  },
): Promise<TakenUp> {
  requireAccess(actor, 'takeUpDeclaration');
  const now = op.clock.now();
  const record = await lineFor(op.pool, actor, request.lineId);
  const { lineId } = record.line;
  const reference = normaliseReference(request.reference);
  const route = routeOf(actor, null);
  const rules = rulesOfRoute(rulesOfLine(op, record, now), route);
  if (record.line.status === 'ended') throw new HandbackError('case_unknown');
  const wantedEndOn = parseWantedEnd(request.endOn, now, rules.timeZone);
  const { channel } = actor;
  const decision = await decideOn(op, 'declaration', record, { channel, urgent: false, rules, now });
  const receiptSecret = newReceiptSecret(op.vault);
  return inTransaction(op.pool, async (tx) => {
    const { holderId } = record;
    const taken = await lockWaitingDeclaration(tx, op.vault, { reference, lineId, holderId, now });
    if (taken === null) throw new HandbackError('case_unknown');
    const made = await openCase(op, tx, {
      record,
      rules,
      channel,
      urgent: false,
      reason: REASONS.find((one) => one === taken.body.reason) ?? null,
      receiptHash: hashReceipt(receiptSecret),
      receiptFactors: actor.factors,
      reference,
      declaredAt: taken.receivedAt,
      wantedEndOn,
      route,
      now,
    });
    await noteTakenUp(tx, reference, made.caseId);
    await insertAudit(tx, [
      {
        caseId: made.caseId,
        lineId,
        actor: auditName(actor),
        action: 'identified',
        facts: { factors: actor.factors, verdict: decision.eligibility.verdict },
      },
    ]);
    await keepDecision(op, tx, record, made.caseId, decision);
    // Who has the phone may have taken up a form of long ago: whoever else is reached learns of it now.
    await tellEveryContact(op, tx, { ...made, holderId, msisdn: record.line.msisdn, kind: 'declared' });
    await announceCases(tx, [made.caseId]);
    return { ...made, receiptSecret };
  });
}
