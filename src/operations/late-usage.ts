import { randomUUID } from 'node:crypto';
import type { Opening, Statement } from '../domain/certificate.ts';
import { HandbackError } from '../domain/errors.ts';
import { type LocalDate, parseLocalDate } from '../domain/local-date.ts';
import { add, money, negate } from '../domain/money.ts';
import { smsText } from '../messages/sms.ts';
import { insertAudit, insertNotices } from '../store/case-records.ts';
import { wakeOutbox } from '../store/cases.ts';
import { certificateOfCase, insertCertificates } from '../store/certificates.ts';
import { inTransaction } from '../store/database.ts';
import { contactsOf, findParty } from '../store/parties.ts';
import { type Actor, auditName, type Operations, requireStaff } from './context.ts';

export interface LateUsage {
  /** The billing system's own name of this usage: sent twice it is booked once. */
  readonly usageId: string;
  readonly lineId: string;
  readonly usedOn: string;
  readonly amount: { readonly currency: string; readonly minor: number };
}

/**
 * Usage that arrived after the final bill: a supplementary bill, and a certificate that supersedes the first one,
 * which stays verifiable. The person is told through another contact.
 *
 * @throws HandbackError `line_unknown`, `certificate_not_ready`, `money_invalid`, `date_invalid`
 */
export async function bookLateUsage(
  op: Operations,
  actor: Actor,
  usage: LateUsage,
): Promise<{ readonly invoiceId: string; readonly certificateId: string }> {
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
  const key = `${closed.case_id}:usage:${usage.usageId}`;
  const bill = await op.billing.supplement({
    key,
    lineId: usage.lineId,
    accountId: closed.account_id,
    usage: money(usage.amount.currency, usage.amount.minor),
    usedOn: usedOn as LocalDate,
  });
  const party = await findParty(op.pool, op.vault, closed.holder_id);
  return inTransaction(op.pool, async (tx) => {
    // One at a time for a case: two usages at once must chain, not fork.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [closed.case_id]);
    const before = await certificateOfCase(tx, closed.case_id);
    if (before === null || party === null) throw new HandbackError('certificate_not_ready');
    const { rows: done } = await tx.query<{ facts: { certificateId: string } }>(
      `select facts from audit where case_id = $1 and action = 'supplemented' and facts->>'key' = $2`,
      [closed.case_id, key],
    );
    if (done[0] !== undefined)
      return { invoiceId: bill.invoiceId, certificateId: done[0].facts.certificateId };
    const now = op.clock.now();
    const statement = supersede(
      before.statement,
      randomUUID(),
      bill.invoiceId,
      money(usage.amount.currency, usage.amount.minor),
      now,
      op.issuer.issuer,
    );
    const [proof] = op.issuer.issueBatch([statement], now);
    const openings = JSON.parse(
      op.vault.decryptText(party.dataKey, 'certificate openings', before.openingsEnc),
    ) as Record<string, Opening>;
    await insertCertificates(tx, [
      {
        caseId: closed.case_id,
        lineId: usage.lineId,
        statement,
        proof: proof!,
        openingsEnc: op.vault.encrypt(party.dataKey, 'certificate openings', JSON.stringify(openings)),
      },
    ]);
    await tx.query('update certificate set superseded_by = $2 where certificate_id = $1', [
      before.certificateId,
      statement.certificateId,
    ]);
    await tx.query('update termination_closed set certificate_id = $2 where case_id = $1', [
      closed.case_id,
      statement.certificateId,
    ]);
    await insertAudit(tx, [
      {
        caseId: closed.case_id,
        lineId: usage.lineId,
        actor: auditName(actor),
        action: 'supplemented',
        facts: { key, invoiceId: bill.invoiceId, certificateId: statement.certificateId },
      },
    ]);
    const contact = (await contactsOf(tx, op.vault, party)).find((c) => c.verifiedAt !== null);
    if (contact !== undefined) {
      const text = smsText(party.language, 'supplementary', {
        reference: closed.reference,
        url: op.certificateUrl(statement.certificateId),
      });
      await insertNotices(tx, op.vault, [
        {
          caseId: closed.case_id,
          partyId: party.partyId,
          dataKey: party.dataKey,
          kind: 'supplementary',
          to: { contactId: contact.contactId },
          text,
        },
      ]);
      await wakeOutbox(tx);
    }
    return { invoiceId: bill.invoiceId, certificateId: statement.certificateId };
  });
}

/** The same facts with the bill as it is now; the commitments keep their salts, so that the holder's openings fit both. */
function supersede(
  before: Statement,
  certificateId: string,
  invoiceId: string,
  usage: Statement['bill']['total'],
  now: Date,
  issuer: Statement['issuer'],
): Statement {
  const total = add(before.bill.total, usage);
  return {
    ...before,
    certificateId,
    supersedes: before.certificateId,
    issuer,
    issuedAt: now.toISOString(),
    bill: { invoiceId, total, refund: total.minor < 0 ? negate(total) : null },
  };
}
