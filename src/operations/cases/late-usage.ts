import type { Statement } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import { type LocalDate, parseLocalDate } from '../../domain/values/local-date.ts';
import { add, type Money, money, negate } from '../../domain/values/money.ts';
import { insertAudit } from '../../store/audit.ts';
import { certificateOfCase } from '../../store/certificates/certificates.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findParty } from '../../store/people/parties.ts';
import { lockCertificatesOf, supersedeCertificate } from '../certificates/supersede-certificate.ts';
import { type Actor, auditName, type Operations, requireStaff } from '../context.ts';

export interface LateUsage {
  /** The billing system's own name of this usage: sent twice it is booked once. */
  readonly usageId: string;
  readonly lineId: string;
  readonly usedOn: string;
  readonly amount: { readonly currency: string; readonly minor: number };
}

/**
 * Usage that arrived after the final bill: a supplementary bill, and a certificate that supersedes the first one,
 * which stays verifiable. The person is told through another contact. A certificate that was revoked is not followed by
 * another one of itself: the bill is booked, and the certificate is null.
 *
 * @throws HandbackError `line_unknown`, `certificate_not_ready`, `money_invalid`, `date_invalid`
 */
export async function bookLateUsage(
  op: Operations,
  actor: Actor,
  usage: LateUsage,
): Promise<{ readonly invoiceId: string; readonly certificateId: string | null }> {
  requireStaff(actor);
  const usedOn = parseLocalDate(usage.usedOn);
  if (usage.amount.minor <= 0) throw new HandbackError('money_invalid', { reason: 'not_positive' });
  const { rows } = await op.pool.query<{
    case_id: string;
    holder_id: string;
    account_id: string;
    reference: string;
    certificate_id: string;
  }>(
    `select c.case_id, c.holder_id, c.reference, c.certificate_id, l.account_id from termination_closed c join line l using (line_id)
     where c.line_id = $1 and c.outcome = 'completed' order by c.closed_at desc limit 1`,
    [usage.lineId],
  );
  const closed = rows[0];
  if (closed === undefined) throw new HandbackError('line_unknown');
  // All that could refuse is asked before anything is booked.
  const late = money(usage.amount.currency, usage.amount.minor);
  const party = await findParty(op.pool, op.vault, closed.holder_id);
  const certified = await certificateOfCase(op.pool, closed.case_id);
  if (certified === null || party === null) throw new HandbackError('certificate_not_ready');
  if (certified.statement.bill.total.currency !== late.currency)
    throw new HandbackError('money_invalid', { reason: 'other_currency' });
  const key = `${closed.case_id}:usage:${usage.usageId}`;
  const bill = await op.billing.supplement({
    key,
    lineId: usage.lineId,
    accountId: closed.account_id,
    usage: late,
    usedOn: usedOn as LocalDate,
  });
  if (bill.total.minor !== late.minor || bill.total.currency !== late.currency)
    throw new HandbackError('money_invalid', { reason: 'differs_from_booked' });
  return inTransaction(op.pool, async (tx) => {
    await lockCertificatesOf(tx, closed.case_id);
    const before = await certificateOfCase(tx, closed.case_id);
    if (before === null) throw new HandbackError('certificate_not_ready');
    const { rows: done } = await tx.query<{ facts: { certificateId: string | null } }>(
      `select facts from audit where case_id = $1 and action = 'supplemented' and facts->>'key' = $2`,
      [closed.case_id, key],
    );
    if (done[0] !== undefined)
      return { invoiceId: bill.invoiceId, certificateId: done[0].facts.certificateId };
    if (before.revokedAt !== null) {
      const { case_id: caseId } = closed;
      const facts = { key, invoiceId: bill.invoiceId, certificateId: null };
      await insertAudit(tx, [
        { caseId, lineId: usage.lineId, actor: auditName(actor), action: 'supplemented', facts },
      ]);
      return { invoiceId: bill.invoiceId, certificateId: null };
    }
    const certificateId = await supersedeCertificate(op, tx, {
      caseId: closed.case_id,
      lineId: usage.lineId,
      reference: closed.reference,
      before,
      party,
      // The commitments keep their salts, so that the holder's openings fit both.
      change: (statement, openings) => ({
        statement: withLateUsage(statement, bill.invoiceId, late),
        openings,
      }),
      audit: { actor: auditName(actor), action: 'supplemented', facts: { key, invoiceId: bill.invoiceId } },
      notice: 'supplementary',
    });
    return { invoiceId: bill.invoiceId, certificateId };
  });
}

function withLateUsage(before: Statement, invoiceId: string, usage: Money): Statement {
  const total = add(before.bill.total, usage);
  return { ...before, bill: { invoiceId, total, refund: total.minor < 0 ? negate(total) : null } };
}
