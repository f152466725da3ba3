import type { Db } from '../database/database.ts';

/** The task under which graphile-worker makes a new certificate after a late proof. */
export const SUPERSEDE_TASK = 'supersede-certificate';

/** Orders a certificate with what is proven by now; one order a case is enough, however many proofs come. */
export async function orderSupersession(tx: Db, caseId: string, delayMs = 0): Promise<void> {
  await tx.query(
    `select graphile_worker.add_job($1, json_build_object('caseId', $2::text), job_key => $1 || ':' || $2,
       run_at => now() + $3 * interval '1 millisecond')`,
    [SUPERSEDE_TASK, caseId, delayMs],
  );
}

/** The same for many cases at once. */
export async function orderSupersessions(tx: Db, caseIds: readonly string[]): Promise<void> {
  await tx.query(
    `select count(*) from graphile_worker.add_jobs(array(select json_populate_record(null::graphile_worker.job_spec, json_build_object(
       'identifier', $1::text, 'payload', json_build_object('caseId', c), 'job_key', $1::text || ':' || c)) from unnest($2::text[]) c))`,
    [SUPERSEDE_TASK, caseIds],
  );
}
