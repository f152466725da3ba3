import type { LineInput } from '../domain/lines/line-input.ts';
import { localDateAt } from '../domain/values/local-date.ts';
import { type Db, inTransaction, type Pool } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';
import { writeLines } from '../store/lines/line-writer.ts';
import { demoLines, SHOWCASE } from './demo-operator.ts';
import { contentsOf, noteDemo } from './demo-tables.ts';

export { SHOWCASE, type ShowcaseLine } from './demo-operator.ts';

const SEED = 20_260_101;
const BATCH = 1_000;

/** The database holds lines that are not the demo operator's. */
export class NotTheDemo extends Error {
  constructor() {
    super('the database holds lines that are not of the demo operator');
  }
}

/**
 * Writes the demo operator's lines once, all of them or none, through the same writer as an import.
 *
 * @param count how many; the showcase is always whole
 * @returns how many were made: 0 where the demo operator has lines already
 * @throws NotTheDemo where the database holds somebody's lines
 */
export async function seedDemo(pool: Pool, vault: Vault, now: Date, count: number): Promise<number> {
  return inTransaction(pool, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('handback_seed_demo'))`);
    const contents = await contentsOf(tx);
    if (contents === 'others') throw new NotTheDemo();
    if (contents === 'demo') return 0;
    let made = 0;
    let batch: LineInput[] = [];
    const flush = async () => {
      const written = await writeLines(tx, vault, batch, now);
      const refused = written.find((line) => line.outcome === 'refused');
      if (refused !== undefined) throw refused.error;
      made += batch.length;
      batch = [];
    };
    for await (const line of demoLines(
      Math.max(count, SHOWCASE.length),
      SEED,
      localDateAt(now, 'Asia/Shanghai'),
    )) {
      batch.push(line);
      if (batch.length === BATCH) await flush();
    }
    await flush();
    await noteDemo(tx, now, made);
    await endShowcaseLine(tx);
    await endEsimLines(tx);
    // As if their phones had told of themselves: today the most, and the longer ago the fewer.
    await tx.query(
      `update device set last_seen_at = now() - 400 * power(mod(right(eid, 8)::int, 997) / 997.0, 3) * interval '1 day'`,
    );
    // The fictional people have had their other numbers for long: a fresh one would prove nothing yet.
    await tx.query(`update contact set verified_at = now() - interval '1 year'`);
    return made;
  });
}

/** The one line that ended before the demo began, as the stages `remove` and `quarantine` would have left it. */
async function endShowcaseLine(tx: Db): Promise<void> {
  const { lineId } = SHOWCASE.find((line) => line.situation === 'ended')!;
  await tx.query(`update line set status = 'ended' where line_id = $1`, [lineId]);
  await tx.query('update access set to_at = now() where line_id = $1', [lineId]);
  await tx.query('update msisdn_assignment set to_at = now() where line_id = $1', [lineId]);
  await tx.query(
    `update number_ledger set state = 'quarantined', line_id = null, release_on = (now() + interval '90 days')::date where line_id = $1`,
    [lineId],
  );
}

/**
 * Some lines with eSIMs that ended before the demo began, whose devices never proved a deletion: without them the
 * ledger of what may still be on a device would be empty until somebody has ended lines.
 */
async function endEsimLines(tx: Db): Promise<void> {
  // From the line's number on, so that the same lines are ended in every demo.
  await tx.query(
    `create temporary table ended_esim on commit drop as
     select l.line_id, l.holder_id, gen_random_uuid() as case_id, n, now() - least(n * 7919 % 480, current_date - l.opened_on - 2) * interval '1 day' as at
     from line l, lateral (select substr(l.line_id, 2)::int as n) o
     where n > $1 and n % 7 = 0 and l.status = 'active' and l.holds = '[]' and l.port_out is null
       and exists (select from esim_profile p where p.line_id = l.line_id and p.eid is not null)`,
    [SHOWCASE.length],
  );
  await tx.query(`update line l set status = 'ended' from ended_esim e where l.line_id = e.line_id`);
  await tx.query(`update access a set to_at = e.at from ended_esim e where a.line_id = e.line_id`);
  await tx.query(`update msisdn_assignment m set to_at = e.at from ended_esim e where m.line_id = e.line_id`);
  await tx.query(
    `update number_ledger l set state = case when e.at > now() - interval '90 days' then 'quarantined' else 'free' end,
       line_id = null, since = e.at, release_on = case when e.at > now() - interval '90 days' then (e.at + interval '90 days')::date end
     from ended_esim e where l.line_id = e.line_id`,
  );
  await tx.query(
    `insert into unbinding (case_id, iccid, line_id, holder_id, eid, requested_at, wait_until, reported_at, reported_by, result, result_at, ended_at)
     select case_id, iccid, line_id, holder_id, eid, at - interval '7 days', at, case when said then at end, case when said then 'holder' end,
       case when notifies_deletion is false then 'not_possible' when said then 'unproven' else 'unreachable' end, at, at
     from ended_esim e join esim_profile p using (line_id),
       lateral (select n % 5 = 0 and notifies_deletion is not false as said) s
     where p.eid is not null`,
  );
}
