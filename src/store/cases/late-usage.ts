import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Money } from '../../domain/values/money.ts';
import type { Db } from '../database/database.ts';

/** Usage that arrived after the final bill, as it was booked. */
export interface BookedUsage {
  readonly caseId: string;
  readonly usageId: string;
  readonly lineId: string;
  readonly usedOn: LocalDate;
  readonly amount: Money;
  readonly invoiceId: string;
  /** The certificate that names the new bill; null where the one before was revoked. */
  readonly certificateId: string | null;
  readonly bookedBy: string;
}

/** What this usage was booked as; null where it was not booked yet. */
export async function findBookedUsage(
  db: Db,
  caseId: string,
  usageId: string,
): Promise<Pick<BookedUsage, 'invoiceId' | 'certificateId'> | null> {
  const { rows } = await db.query<Pick<BookedUsage, 'invoiceId' | 'certificateId'>>(
    `select invoice_id as "invoiceId", certificate_id as "certificateId" from late_usage
     where case_id = $1 and usage_id = $2`,
    [caseId, usageId],
  );
  return rows[0] ?? null;
}

export async function insertBookedUsage(tx: Db, booked: BookedUsage): Promise<void> {
  const { caseId, usageId, lineId, usedOn, amount, invoiceId, certificateId, bookedBy } = booked;
  await tx.query(
    `insert into late_usage (case_id, usage_id, line_id, used_on, amount, currency, invoice_id, certificate_id, booked_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [caseId, usageId, lineId, usedOn, amount.minor, amount.currency, invoiceId, certificateId, bookedBy],
  );
}
