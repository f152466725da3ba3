import { planFor } from '../src/domain/cases/plan.ts';
import { CASE_COLUMNS } from '../src/store/cases/close-cases.ts';
import type { Db } from '../src/store/database/database.ts';
import { inTransaction, openDatabase, type Pool } from '../src/store/database/database.ts';
import type { BenchServer } from './bench-instance.ts';
import { type BulkResult, countRows, seedBulk } from './bulk-engine.ts';

const A_COMMIT = 500;

/** Answers kept a stage, as the simulated HLR gives them. */
const EVIDENCE: Readonly<Record<string, readonly string[]>> = {
  save_subscriber: ['subscriber_found'],
  bar: ['access_refused'],
  detach: ['subscriber_found', 'location_cancelled'],
  remove: ['subscriber_found', 'keys_removed', 'subscriber_deleted', 'subscriber_absent'],
  prove_absent: ['subscriber_absent'],
};

/**
 * The least that the database must do: the same rows as the engine leaves, written by set-wise SQL, 500 lines a
 * commit, with nothing computed, nothing encrypted and nobody asked. Byte strings have the engine's lengths.
 */
export async function bulkFloor(
  server: BenchServer,
  lines: number,
  connections: number,
  name: string,
): Promise<BulkResult> {
  const seeded = await seedBulk(server, lines, name);
  const { url } = seeded;
  const database = openDatabase(url, { max: connections });
  const { pool } = database;
  const { rows } = await pool.query<{ case_id: string }>('select case_id from termination order by case_id');
  const groups: string[][] = [];
  for (let i = 0; i < rows.length; i += A_COMMIT)
    groups.push(rows.slice(i, i + A_COMMIT).map((row) => row.case_id));
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, () => drain(pool, groups)));
  const seconds = (performance.now() - start) / 1000;
  await database.close();
  const counts = await countRows(url);
  await seeded.close();
  return { lines, seconds, peakRssMb: null, counts };
}

async function drain(pool: Pool, groups: string[][]): Promise<void> {
  const plan = planFor({ urgent: false, esim: false });
  const stages = plan.slice(plan.indexOf('save_subscriber'));
  for (let ids = groups.pop(); ids !== undefined; ids = groups.pop()) {
    for (const [i, stage] of stages.entries()) {
      const next = stages[i + 1] ?? 'close';
      await inTransaction(pool, (tx) => writeStage(tx, stage, next, ids!));
    }
  }
}

/** One stage of these lines, as the engine would leave it. */
export async function writeStage(tx: Db, stage: string, next: string, ids: readonly string[]): Promise<void> {
  const run = (label: string, text: string, values: unknown[] = [ids]): Promise<unknown> =>
    tx.query({ name: `${stage} ${label}`, text, values });
  if (stage === 'close') {
    await run(
      'close',
      `with gone as (delete from termination where case_id = any($1::uuid[]) returning *) insert into termination_closed (${CASE_COLUMNS}, closed_at) select ${CASE_COLUMNS}, now() from gone`,
    );
  } else {
    await run(
      'advance',
      `update termination set stage = '${next}', attempts = 1, updated_at = now()${PATCH[stage] ?? ''} where case_id = any($1::uuid[])`,
    );
  }
  await run(
    'audit',
    `insert into audit (case_id, line_id, actor, action) select c, 'L0000000', 'engine', '${stage}.done' from unnest($1::uuid[]) c`,
  );
  const answers = EVIDENCE[stage] ?? [];
  for (const [part, meaning] of answers.entries()) {
    const exchanges = part === 0 ? bytes(SEALED_BYTES + EXCHANGE_BYTES * answers.length) : 'null::bytea';
    await run(
      `evidence ${meaning}`,
      `insert into evidence (case_id, access_id, stage, element, interface, meaning, at, salt, hash, part, exchange_enc)
       select c, 'L0000000-1', '${stage}', 'simulated-hlr', 'ctrl', '${meaning}', now(), ${bytes(16)}, ${bytes(32)}, ${part}, ${exchanges} from unnest($1::uuid[]) c`,
    );
  }
  for (const [label, text] of Object.entries(RECORDS[stage] ?? {})) await run(label, text);
}

/** Version, nonce and tag; and a request and its answer with their lengths. */
const SEALED_BYTES = 29;
const EXCHANGE_BYTES = 188;
/** A certificate of the lines of this part, with nine answers of the network; and what it discloses of the person, sealed. */
const JWT_BYTES = 5_000;
const DISCLOSURES_BYTES = 700;
const bytes = (length: number): string => `decode(repeat('ab', ${length}), 'hex')`;
const OF_LINES = 'from termination t where t.case_id = any($1::uuid[])';

const PATCH: Readonly<Record<string, string>> = {
  save_subscriber: `, snapshot_enc = ${bytes(180)}`,
  detach: `, detach = 'acknowledged', service_ended_at = now()`,
  settle: `, bill = '{"items":[{"kind":"monthly_fee","description":"22/30 days","amount":{"currency":"CNY","minor":2860}}],"total":{"currency":"CNY","minor":2860},"refund":null,"invoiceId":"01a204a0-cafc-7564-bdf0-1d552a694304"}'`,
  quarantine: `, release_on = current_date + 90`,
  certify: `, certificate_id = gen_random_uuid()`,
  notify: `, outcome = 'completed'`,
};

const RECORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bar: {
    line: `update line l set status = 'barred', updated_at = now() ${OF_LINES} and l.line_id = t.line_id`,
  },
  remove: {
    line: `update line l set status = 'ended', updated_at = now() ${OF_LINES} and l.line_id = t.line_id`,
    access: `update access a set to_at = now() ${OF_LINES} and a.line_id = t.line_id`,
  },
  settle: {
    account: `update billing_account b set balance = 0, unbilled = 0 ${OF_LINES} and b.account_id = 'A' || t.line_id`,
    invoice: `insert into billing_invoice (effect_key, account_id, line_id, kind, items, total, currency)
      select t.case_id || ':settle', 'A' || t.line_id, t.line_id, 'final', '[{"kind":"monthly_fee","description":"22/30 days","amount":{"currency":"CNY","minor":2860}}]', 2860, 'CNY' ${OF_LINES}`,
  },
  quarantine: {
    assignment: `update msisdn_assignment m set to_at = now() ${OF_LINES} and m.line_id = t.line_id`,
    number: `update number_ledger n set state = 'quarantined', line_id = null, release_on = current_date + 90, since = now()
      ${OF_LINES} and n.msisdn = '+861700' || substr(t.line_id, 2)`,
  },
  certify: {
    certificate: `insert into certificate (certificate_id, case_id, line_id, jwt, disclosures_enc, status_list, status_index)
      select gen_random_uuid(), t.case_id, t.line_id, repeat('x', ${JWT_BYTES}), ${bytes(DISCLOSURES_BYTES)}, 0, 0 ${OF_LINES}`,
    log: `insert into log_queue (entry, certificate_id) select repeat('x', 60), t.certificate_id ${OF_LINES}`,
  },
  notify: {
    outbox: `insert into outbox (case_id, party_id, kind, channel, body_enc) select t.case_id, t.holder_id, 'completed', 'sms', ${bytes(140)} ${OF_LINES}`,
  },
};
