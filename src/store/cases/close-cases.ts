import { uuids } from '../database/array-parameters.ts';
import { type Db, joiningLists } from '../database/database.ts';
import { rowsAs } from '../database/named-columns.ts';
import { CasesMovedOn } from './move-cases.ts';

interface Closing {
  readonly caseId: string;
  readonly lease: string;
}

/** Every column of a case. A later migration puts its own behind those of the table of closed cases too, so none goes by its place. */
export const CASE_COLUMNS = `case_id, reference, line_id, holder_id, lane, stage, due_at, attempts, crashes, lease, lease_until,
  intent_at, plan, plan_version, jurisdiction, province, rulebook_version, channel, urgent, reason,
  wanted_end_on, declared_at, identified_at, confirmed_at, service_ended_at, billing_end_on, release_on,
  early_termination, currency, receipt_hash, receipt_factors, snapshot_enc, detach, detach_deadline, bill,
  certificate_id, withdraw_requested_at, outcome, waiting_for, problem, updated_at, route, requester_id,
  confidential, paused_at, paused_until`;

/**
 * Moves finished cases to the table of closed cases, with all their columns. Guarded by stage and lease, like every move.
 * @throws CasesMovedOn when one of them is not at its end, or not held
 */
export async function closeCases(tx: Db, closing: readonly Closing[]): Promise<void> {
  if (closing.length === 0) return;
  const list = rowsAs<Closing>(
    'o',
    [
      { name: 'case_id', type: 'uuid', values: (all) => uuids(all, (c) => c.caseId) },
      { name: 'held', type: 'uuid', values: (all) => uuids(all, (c) => c.lease) },
    ],
    closing,
  );
  const { rows } = await joiningLists<{ case_id: string }>(tx, {
    name: 'close-cases',
    text: `with gone as (
        delete from termination t using ${list.from}
        where t.case_id = any($1::uuid[]) and t.case_id = o.case_id and t.lease = o.held and t.stage = 'close'
        returning t.*)
      insert into termination_closed (${CASE_COLUMNS}, closed_at)
      select ${CASE_COLUMNS}, now() from gone
      returning case_id`,
    values: [...list.values],
  });
  const closed = new Set(rows.map((row) => row.case_id));
  const left = closing.flatMap(({ caseId }) => (closed.has(caseId) ? [] : [caseId]));
  if (left.length > 0) throw new CasesMovedOn(left);
}
