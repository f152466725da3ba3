import type { LineStatus } from '../../domain/lines/line.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db } from '../database/database.ts';

/** A line that has a number, or had it. */
export interface NumberHolder {
  readonly lineId: string;
  readonly status: LineStatus;
  readonly from: Date;
  /** Null while the line has the number. */
  readonly to: Date | null;
  readonly openCase: string | null;
  /** The open case, or the one that ended the line, is confidential. */
  readonly confidential: boolean;
}

/** Those of the numbers that are a line's own now. */
export async function numbersInUse(db: Db, numbers: readonly Msisdn[]): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ msisdn: string }>(
    'select msisdn from msisdn_assignment where msisdn = any($1::text[]) and to_at is null',
    [numbers],
  );
  return new Set(rows.map(({ msisdn }) => msisdn));
}

/** The line that has the number now and those that had it before, the newest first. */
export async function linesOfNumber(db: Db, msisdn: Msisdn, limit: number): Promise<readonly NumberHolder[]> {
  const { rows } = await db.query<NumberHolder>(
    `select m.line_id as "lineId", l.status, m.from_at as "from", m.to_at as "to", t.reference as "openCase",
       coalesce(t.confidential, l.status = 'ended' and exists (
         select from termination_closed c where c.line_id = l.line_id and c.holder_id = l.holder_id and c.confidential)) as confidential
     from (select * from msisdn_assignment where msisdn = $1 and to_at is null
         union all select * from msisdn_assignment where msisdn = $1 and to_at is not null) m join line l using (line_id) left join termination t using (line_id)
     order by m.to_at desc nulls first, m.from_at desc limit $2`,
    [msisdn, limit],
  );
  return rows;
}
