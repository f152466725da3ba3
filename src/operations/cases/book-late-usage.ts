import { signedClaims } from '../../certificate/credential/sd-jwt.ts';
import type { Claims } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import { type LocalDate, parseLocalDate } from '../../domain/values/local-date.ts';
import { add, type Money, money, negate } from '../../domain/values/money.ts';
import { insertAudit } from '../../store/audit.ts';
import { caseThatEnded, type EndedCase } from '../../store/cases/closed-cases.ts';
import { findBookedUsage, insertBookedUsage } from '../../store/cases/late-usage.ts';
import { certificateOfCase, lockCertificatesOf } from '../../store/certificates/certificates.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { findParty, type Party } from '../../store/people/parties.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { supersedeCertificate } from '../certificates/supersede-certificate.ts';
import type { Operations } from '../context.ts';

export interface LateUsage {
  /** The billing system's own name of this usage: sent twice it is booked once. */
  readonly usageId: string;
  readonly lineId: string;
  readonly usedOn: string;
  readonly amount: { readonly currency: string; readonly minor: number };
}

export interface BookedUsage {
  readonly invoiceId: string;
  /** The certificate that tells of it; null after one that was revoked, which nothing follows. */
  readonly certificateId: string | null;
}

/**
 * Usage that arrived after the final bill: a supplementary bill, and a certificate that supersedes the first one,
 * which stays verifiable. The person is told through another contact. A certificate that was revoked is not followed by
 * another one of itself: the bill is booked, and the certificate is null.
 *
 * @throws HandbackError `forbidden`, `line_unknown`, `certificate_not_ready`, `money_invalid`, `date_invalid`
 */
export async function bookLateUsage(op: Operations, actor: Actor, usage: LateUsage): Promise<BookedUsage> {
  requireAccess(actor, 'bookLateUsage');
  const usedOn = parseLocalDate(usage.usedOn);
  if (usage.amount.minor <= 0) throw new HandbackError('money_invalid', { reason: 'not_positive' });
  const closed = await caseThatEnded(op.pool, usage.lineId);
  if (closed === null) throw new HandbackError('line_unknown');
  const late = money(usage.amount.currency, usage.amount.minor);
  // All that could refuse is asked before anything is booked.
  const party = await findParty(op.pool, op.vault, closed.holderId);
  const certified = await certificateOfCase(op.pool, closed.caseId);
  if (certified === null || party === null) throw new HandbackError('certificate_not_ready');
  if (signedClaims(certified.jwt).bill.total.currency !== late.currency)
    throw new HandbackError('money_invalid', { reason: 'other_currency' });
  const key = `${closed.caseId}:usage:${usage.usageId}`;
  const { lineId, accountId } = closed;
  const bill = await op.billing.supplement({
    key,
    lineId,
    accountId,
    usage: late,
    usedOn,
    confidential: closed.confidential,
  });
  // What would be told to whoever pays is nobody's to pay.
  if (closed.confidential) return { invoiceId: bill.invoiceId, certificateId: null };
  if (bill.total.minor !== late.minor || bill.total.currency !== late.currency)
    throw new HandbackError('money_invalid', { reason: 'differs_from_booked' });
  const { invoiceId } = bill;
  const { usageId } = usage;
  return inTransaction(op.pool, (tx) =>
    recordUsage(op, tx, { actor, closed, party, key, usageId, usedOn, late, invoiceId }),
  );
}

interface BilledUsage {
  readonly actor: Actor;
  readonly closed: EndedCase;
  readonly party: Party;
  readonly key: string;
  readonly usageId: string;
  readonly usedOn: LocalDate;
  readonly late: Money;
  readonly invoiceId: string;
}

/** Records usage that was billed, once, with the certificate that tells of it. */
async function recordUsage(op: Operations, tx: Db, billed: BilledUsage): Promise<BookedUsage> {
  const { actor, closed, party, key, usageId, usedOn, late, invoiceId } = billed;
  const { caseId, lineId, reference } = closed;
  await lockCertificatesOf(tx, caseId);
  const booked = await findBookedUsage(tx, caseId, usageId);
  if (booked !== null) return booked;
  const before = await certificateOfCase(tx, caseId);
  if (before === null) throw new HandbackError('certificate_not_ready');
  const audit = { actor: auditName(actor), action: 'supplemented', facts: { key, invoiceId } };
  let certificateId: string | null = null;
  if (before.revokedAt !== null) {
    await insertAudit(tx, [{ ...audit, caseId, lineId, facts: { ...audit.facts, certificateId } }]);
  } else {
    certificateId = await supersedeCertificate(op, tx, {
      ...{ caseId, lineId, reference, before, party, audit },
      change: (claims) => withLateUsage(claims, invoiceId, late),
      notice: 'supplementary',
    });
  }
  await insertBookedUsage(tx, {
    ...{ caseId, usageId, lineId, usedOn, amount: late, invoiceId, certificateId },
    bookedBy: auditName(actor),
  });
  return { invoiceId, certificateId };
}

function withLateUsage(before: Claims, invoiceId: string, usage: Money): Claims {
  const total = add(before.bill.total, usage);
  return { ...before, bill: { invoiceId, total, refund: total.minor < 0 ? negate(total) : null } };
}
