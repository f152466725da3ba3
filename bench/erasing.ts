import { PLAN_VERSION, planFor } from '../src/domain/cases/plan.ts';
import { ENGINE } from '../src/operations/access/actor.ts';
import type { Operations } from '../src/operations/context.ts';
import { eraseDuePeople } from '../src/operations/erasure/erase-due-people.ts';
import { findLines } from '../src/operations/lines/find-lines.ts';
import { staffNamed } from '../test/support/actors.ts';
import { type BenchServer, benchInstance, percentile } from './bench-instance.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const LOOKS_BEFORE = 2_000;

/**
 * So many people whose time is over are erased, with all that a finished line leaves behind, among as many who stay, while numbers are
 * looked up one after another.
 */
export async function erasing(server: BenchServer, people: number): Promise<readonly Figure[]> {
  const url = await server.database('erasing');
  const instance = await benchInstance(url, new SimulatedHlr());
  const { operations: op } = instance.base;
  await seed(op, people);
  const staff = staffNamed('bench');
  const look = async (n: number): Promise<number> => {
    const started = performance.now();
    await findLines(op, staff, { number: `+8617${String((n * 104_729) % (2 * people)).padStart(9, '0')}` });
    return performance.now() - started;
  };
  for (let n = 0; n < 50; n++) await look(n);
  const before: number[] = [];
  for (let n = 0; n < LOOKS_BEFORE; n++) before.push(await look(n));
  const during: number[] = [];
  let over = false;
  const looking = (async () => {
    for (let n = 0; !over; n++) during.push(await look(n));
  })();
  const started = performance.now();
  const { erased } = await eraseDuePeople(op, ENGINE);
  const seconds = (performance.now() - started) / 1000;
  over = true;
  await looking;
  if (erased !== people) throw new Error(`${erased} of ${people} were erased`);
  const { rows } = await op.pool.query<{ left: number }>(
    `select (select count(*) from contact)::int + (select count(*) from decision where inputs_enc <> '')::int as left`,
  );
  if (rows[0]!.left !== 0) throw new Error('something was left of somebody');
  await instance.close();
  const name = `erasure of ${people} people`;
  return [
    {
      ...{ name, unit: 's', target: '<= 120 for 100,000', value: seconds },
      note: `${Math.round(people / seconds)} a second`,
    },
    {
      ...{ name: `number look-ups meanwhile, p99 of ${during.length}`, unit: 'ms', target: '<= 50' },
      value: percentile(during, 0.99),
      note: `p50 ${percentile(during, 0.5).toFixed(1)}; alone p50 ${percentile(before, 0.5).toFixed(1)}, p99 ${percentile(before, 0.99).toFixed(1)}`,
    },
  ];
}

/** The first half ended long ago, by cases that went their whole way; the second half is in service. */
async function seed({ pool, vault }: Operations, people: number): Promise<void> {
  const all = `generate_series(0, ${2 * people - 1}) n`;
  const ended = `generate_series(0, ${people - 1}) n`;
  const key = vault.wrap(vault.newDataKey());
  await pool.query(
    `insert into party (party_id, kind, data_key_wrapped, key_epoch, name_enc, name_bidx, document_bidx)
     select 'P' || n, 'natural', $2, $1, sha256(n::text::bytea), sha256(n::text::bytea), sha256(n::text::bytea) from ${all}`,
    [vault.currentEpoch, key],
  );
  await pool.query(
    `insert into contact (party_id, channel, value_enc, value_bidx) select 'P' || n, 'sms', sha256('x'), sha256(n::text::bytea) from ${ended}`,
  );
  await pool.query(
    `insert into account (account_id, payer_id, currency) select 'A' || n, 'P' || n, 'CNY' from ${all}`,
  );
  await pool.query(
    `insert into line (line_id, holder_id, account_id, status, jurisdiction, province, opened_on, opened_channel, payment, plan_name, monthly_fee, currency)
     select 'L' || n, 'P' || n, 'A' || n, case when n < $1 then 'ended' else 'active' end, 'cn', 'CN-BJ', '2005-05-17', 'online', 'postpaid', 'x', 3900, 'CNY' from ${all}`,
    [people],
  );
  await pool.query(
    `insert into msisdn_assignment (line_id, msisdn, from_at, to_at)
     select 'L' || n, '+8617' || lpad(n::text, 9, '0'), '2005-05-17', case when n < $1 then '2010-01-01'::timestamptz end from ${all}`,
    [people],
  );
  await pool.query(
    `insert into access (access_id, line_id, kind, imsi, iccid, from_at, to_at)
     select 'L' || n || '-1', 'L' || n, 'sim', '001010' || lpad(n::text, 9, '0'), '8986001' || lpad(n::text, 12, '0'), '2005-05-17',
       case when n < $1 then '2010-01-01'::timestamptz end from ${all}`,
    [people],
  );
  await pool.query(`select ensure_closed_partition('2010-01-01')`);
  await pool.query(
    `insert into termination_closed (case_id, reference, line_id, holder_id, stage, plan, plan_version, jurisdiction, rulebook_version, channel, currency,
       receipt_hash, snapshot_enc, service_ended_at, outcome, closed_at)
     select lpad(to_hex(n), 32, '0')::uuid, 'HB-' || lpad(n::text, 8, '0'), 'L' || n, 'P' || n, 'close', $1::text[], $2, 'cn', 'x', 'online', 'CNY',
       sha256('r'), sha256('s'), '2010-01-01', 'completed', '2010-01-01' from ${ended}`,
    [planFor({ urgent: false, esim: false }), PLAN_VERSION],
  );
  await pool.query(
    `insert into decision (case_id, line_id, party_id, kind, at, verdict, jurisdiction, rulebook_version, ruled_on, findings, inputs_bidx, inputs_enc)
     select lpad(to_hex(n), 32, '0')::uuid, 'L' || n, 'P' || n, 'declaration', '2010-01-01', 'eligible', 'cn', 'x', '2010-01-01', '[]',
       sha256(k::text::bytea), repeat('x', 600)::bytea from ${ended}, generate_series(1, 2) k`,
  );
  await pool.query(
    `insert into evidence (case_id, access_id, stage, element, interface, meaning, at, salt, hash, part, exchange_enc)
     select lpad(to_hex(n), 32, '0')::uuid, 'L' || n || '-1', 'remove', 'hlr', 'gsup', 'removed', '2010-01-01', sha256('s'), sha256('h'), 0,
       repeat('x', 300)::bytea from ${ended}, generate_series(1, 4) k`,
  );
  await pool.query(
    `insert into certificate (certificate_id, case_id, line_id, jwt, disclosures_enc, status_list, status_index)
     select lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex(n), 32, '0')::uuid, 'L' || n, repeat('j', 2000), repeat('x', 500)::bytea, 0, n from ${ended}`,
  );
  await pool.query('vacuum analyze');
}
