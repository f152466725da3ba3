import type { Db } from '../database/database.ts';

/** A case that ended its line. */
export interface EndedCase {
  readonly caseId: string;
  readonly lineId: string;
  readonly holderId: string;
  readonly reference: string;
  /** Who asked for it in the holder's place; null where the holder did. */
  readonly requesterId: string | null;
  readonly confidential: boolean;
}

/** The case that ended a line, with the account that it was billed to; the newest if there were several. */
export async function caseThatEnded(
  db: Db,
  lineId: string,
): Promise<(EndedCase & { readonly accountId: string }) | null> {
  const { rows } = await db.query<EndedCase & { accountId: string }>(
    `select c.case_id as "caseId", c.line_id as "lineId", c.holder_id as "holderId", c.reference,
       c.requester_id as "requesterId", c.confidential, l.account_id as "accountId"
     from termination_closed c join line l using (line_id)
     where c.line_id = $1 and c.outcome = 'completed' order by c.closed_at desc limit 1`,
    [lineId],
  );
  return rows[0] ?? null;
}

/** A closed case; null while it is open, and for one that nobody has. */
export async function findClosedCase(db: Db, caseId: string): Promise<EndedCase | null> {
  const { rows } = await db.query<EndedCase>(
    `select case_id as "caseId", line_id as "lineId", holder_id as "holderId", reference,
       requester_id as "requesterId", confidential
     from termination_closed where case_id = $1`,
    [caseId],
  );
  return rows[0] ?? null;
}

export async function isOpenCase(db: Db, caseId: string): Promise<boolean> {
  const { rowCount } = await db.query('select from termination where case_id = $1', [caseId]);
  return rowCount === 1;
}

/** The newest certificate of a closed case. False for a case that is not closed. */
export async function nameCertificate(tx: Db, caseId: string, certificateId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update termination_closed set certificate_id = $2 where case_id = $1',
    [caseId, certificateId],
  );
  return rowCount === 1;
}
