import type { LineInput } from '../domain/line-input.ts';
import { localDateAt } from '../domain/local-date.ts';
import { type Db, inTransaction, type Pool } from '../store/database.ts';
import { writeLines } from '../store/line-writer.ts';
import type { Vault } from '../store/vault.ts';
import { demoLines, SHOWCASE } from './demo-operator.ts';

export { SHOWCASE } from './demo-operator.ts';

const SEED = 20_260_101;
const BATCH = 1_000;

/**
 * Writes the demo operator's lines once, all of them or none, through the same writer as an import.
 *
 * @param count how many; the showcase is always whole
 * @returns how many were made: 0 where the demo operator has lines already
 */
export async function seedDemo(pool: Pool, vault: Vault, now: Date, count: number): Promise<number> {
  return inTransaction(pool, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('handback_seed_demo'))`);
    const { rowCount } = await tx.query('select from line where line_id = $1', [SHOWCASE[0]!.lineId]);
    if (rowCount !== 0) return 0;
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
    await endShowcaseLine(tx);
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
