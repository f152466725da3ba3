import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';

/** How a line stands that is charged; the rest is null where no case of ours ended it. */
export interface ChargedLineEnd {
  readonly lineId: string;
  readonly accountId: string;
  readonly jurisdiction: string;
  readonly currency: string;
  readonly caseId: string | null;
  readonly serviceEndedAt: Date | null;
  readonly billingEndOn: LocalDate | null;
}

/** The line and the case that ended it, which may not be closed yet. */
const SELECT = `select l.line_id as "lineId", l.account_id as "accountId", l.jurisdiction, l.currency,
    c.case_id as "caseId", c.service_ended_at as "serviceEndedAt", c.billing_end_on as "billingEndOn"
  from line l left join lateral (
    select case_id, service_ended_at, billing_end_on, null::timestamptz as closed_at from termination t
      where t.line_id = l.line_id and t.service_ended_at is not null
    union all
    select case_id, service_ended_at, billing_end_on, closed_at from termination_closed t
      where t.line_id = l.line_id and t.service_ended_at is not null and t.outcome = 'completed'
    order by closed_at desc nulls first limit 1) c on l.status = 'ended'`;

export async function chargedLine(db: Db, lineId: string): Promise<ChargedLineEnd | null> {
  const { rows } = await db.query<ChargedLineEnd>({
    name: 'charged-line',
    text: `${SELECT} where l.line_id = $1`,
    values: [lineId],
  });
  return rows[0] ?? null;
}

/** All lines that an account ever paid for. */
export async function linesOfAccount(db: Db, accountId: string): Promise<readonly ChargedLineEnd[]> {
  const { rows } = await db.query<ChargedLineEnd>({
    name: 'charged-lines-of-account',
    text: `${SELECT} where l.account_id = $1`,
    values: [accountId],
  });
  return rows;
}

/** Who had a number, one after the other, the newest first. */
export async function havingNumber(
  db: Db,
  msisdn: string,
): Promise<readonly { readonly lineId: string; readonly fromAt: Date; readonly jurisdiction: string }[]> {
  const { rows } = await db.query<{ lineId: string; fromAt: Date; jurisdiction: string }>({
    name: 'lines-having-number',
    text: `select a.line_id as "lineId", a.from_at as "fromAt", l.jurisdiction
      from msisdn_assignment a join line l using (line_id) where a.msisdn = $1 order by a.from_at desc`,
    values: [msisdn],
  });
  return rows;
}
