import type { Db } from '../database/database.ts';

/** The task under which graphile-worker ends the case of somebody who does not hold the line any more. */
export const FORMER_HOLDER_TASK = 'end-case-of-former-holder';

/**
 * Orders the end of the cases of these lines that belong to somebody who does not hold the line any more. The order commits
 * with the change of the holder; carrying it out locks the case, and the writer of lines must not wait for that.
 */
export async function orderEndOfFormerCases(tx: Db, lineIds: readonly string[]): Promise<void> {
  await tx.query({
    name: 'order-end-of-former-cases',
    text: `select graphile_worker.add_job($1, json_build_object('caseId', t.case_id), job_key => $1 || ':' || t.case_id)
      from termination t join line l using (line_id)
      where t.line_id = any($2::text[]) and l.holder_id <> t.holder_id`,
    values: [FORMER_HOLDER_TASK, lineIds],
  });
}

/**
 * Takes the open case of a line that was split off away from its holder of before: it is theirs to open no more, by no session and no
 * receipt, for how it ends would tell what became of the line.
 */
export async function hideFormerCase(
  tx: Db,
  of: {
    readonly lineId: string;
    readonly holderId: string;
    readonly requesterId: string;
    /** Of a secret that nobody has. */
    readonly receiptHash: Buffer;
  },
): Promise<void> {
  await tx.query(
    `update termination set confidential = true, requester_id = $3, receipt_hash = $4 where line_id = $1 and holder_id = $2`,
    [of.lineId, of.holderId, of.requesterId, of.receiptHash],
  );
}
