import { uuids } from '../database/array-parameters.ts';
import { type Db, joiningLists } from '../database/database.ts';
import { rowsAs } from '../database/named-columns.ts';
import { CasesMovedOn } from './move-cases.ts';

interface Closing {
  readonly caseId: string;
  readonly lease: string;
}

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
      insert into termination_closed
      select gone.*, now() from gone
      returning case_id`,
    values: [...list.values],
  });
  const closed = new Set(rows.map((row) => row.case_id));
  const left = closing.flatMap(({ caseId }) => (closed.has(caseId) ? [] : [caseId]));
  if (left.length > 0) throw new CasesMovedOn(left);
}
