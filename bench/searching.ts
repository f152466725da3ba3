import { PLAN_VERSION, planFor } from '../src/domain/cases/plan.ts';
import type { Operations } from '../src/operations/context.ts';
import { searchCases } from '../src/operations/oversight/search/search-cases.ts';
import type { SearchKind } from '../src/operations/oversight/search/search-key.ts';
import { nameIndex } from '../src/store/people/parties.ts';
import { staffNamed } from '../test/support/actors.ts';
import { type BenchServer, benchInstance, percentile } from './bench-instance.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const SEARCHES = 2_000;
const NAMES = 200;
/** One person in fifty has it: more lines than a page can show. */
const COMMON = '王伟';

/** Searches at the operations desk by every kind of key, one after another, among so many lines with their cases. */
export async function searching(server: BenchServer, lines: number): Promise<readonly Figure[]> {
  const url = await server.database('searching');
  const instance = await benchInstance(url, new SimulatedHlr());
  const { operations: op } = instance.base;
  await seed(op, lines);
  const staff = staffNamed('bench');
  const times = new Map<SearchKind | 'common name' | 'nobody', number[]>();
  const find = async (kind: SearchKind | 'common name' | 'nobody', key: string): Promise<void> => {
    const started = performance.now();
    await searchCases(op, staff, { key });
    times.set(kind, [...(times.get(kind) ?? []), performance.now() - started]);
  };
  // Every statement is prepared, and the pages at the top of each index are read.
  for (let i = 0; i < 50; i++) await oneOfEach(find, lines, (i * 7_919) % lines);
  times.clear();
  for (let i = 0; i < SEARCHES / 8; i++) await oneOfEach(find, lines, (i * 104_729) % lines);
  await instance.close();
  const all = [...times.values()].flat();
  return [
    {
      ...{ name: `desks, a search among ${lines} lines, p99 of ${all.length}`, unit: 'ms', target: '<= 50' },
      value: percentile(all, 0.99),
      note: [...times]
        .map(
          ([kind, took]) =>
            `${kind} ${percentile(took, 0.5).toFixed(1)}/${percentile(took, 0.99).toFixed(1)}`,
        )
        .join(', ')
        .concat(' (p50/p99)'),
    },
  ];
}

async function oneOfEach(
  find: (kind: SearchKind | 'common name' | 'nobody', key: string) => Promise<void>,
  lines: number,
  n: number,
): Promise<void> {
  const seven = String(n).padStart(9, '0');
  await find('number', `+8617${seven}`);
  await find('iccid', `8986001${seven.padStart(12, '0')}`);
  await find('imsi', `001010${seven}`);
  await find('case', n % 20 === 0 ? reference(n) : reference(n - (n % 20)));
  await find('name', `某人${n % NAMES}`);
  await find('common name', COMMON);
  await find('nobody', `无人${n}`);
  // The check digits of an EID leave 1 when divided by 97.
  const head = BigInt(`8904${String(n % lines).padStart(26, '0')}00`);
  await find('eid', String(head + 98n - (head % 97n)));
}

const reference = (n: number): string => `HB-${String(n).padStart(8, '0')}`;

async function seed({ pool, vault }: Operations, lines: number): Promise<void> {
  await pool.query('insert into key_encryption_key_epoch (epoch) values ($1) on conflict do nothing', [
    vault.currentEpoch,
  ]);
  const named = Array.from({ length: NAMES }, (_, i) => nameIndex(vault, `某人${i}`));
  const range = `generate_series(0, ${lines - 1}) n`;
  await pool.query(
    `insert into party (party_id, kind, data_key_wrapped, key_epoch, name_enc, name_bidx)
     select 'P' || n, 'natural', '\\x00', $1, '\\x00', case when n % 50 = 0 then $2::bytea
       when n % 500 = 1 then ($3::bytea[])[1 + (n / 500) % ${NAMES}] else sha256(n::text::bytea) end from ${range}`,
    [vault.currentEpoch, nameIndex(vault, COMMON), named],
  );
  await pool.query(
    `insert into account (account_id, payer_id, currency) select 'A' || n, 'P' || n, 'CNY' from ${range}`,
  );
  await pool.query(
    `insert into line (line_id, holder_id, account_id, status, jurisdiction, province, opened_on, opened_channel, payment, plan_name, monthly_fee, currency)
     select 'L' || n, 'P' || n, 'A' || n, case when n % 10 = 1 then 'ended' else 'active' end, 'cn', 'CN-BJ', '2020-05-17', 'online', 'postpaid', 'x', 3900, 'CNY' from ${range}`,
  );
  await pool.query(
    `insert into msisdn_assignment (line_id, msisdn, from_at, to_at)
     select 'L' || n, '+8617' || lpad(n::text, 9, '0'), '2020-05-17', case when n % 10 = 1 then now() end from ${range}`,
  );
  await pool.query(
    `insert into access (access_id, line_id, kind, imsi, iccid, from_at, to_at)
     select 'L' || n || '-1', 'L' || n, 'sim', '001010' || lpad(n::text, 9, '0'), '8986001' || lpad(n::text, 12, '0'), '2020-05-17',
       case when n % 10 = 1 then now() end from ${range}`,
  );
  await pool.query(
    `select ensure_closed_partition(now() - m * interval '1 month') from generate_series(0, 23) m`,
  );
  const columns = `reference, line_id, holder_id, stage, plan, plan_version, jurisdiction, rulebook_version, channel, currency, receipt_hash`;
  const values = (stage: string) =>
    `'HB-' || lpad(n::text, 8, '0'), 'L' || n, 'P' || n, '${stage}', $1::text[], $2, 'cn', 'x', 'online', 'CNY', '\\x00'`;
  const plan = [planFor({ urgent: false, esim: false }), PLAN_VERSION];
  await pool.query(
    `insert into termination (${columns}) select ${values('confirm')} from ${range} where n % 20 = 0`,
    plan,
  );
  await pool.query(
    `insert into termination_closed (${columns}, outcome, closed_at) select ${values('close')}, 'completed', now() - (n % 700) * interval '1 day'
     from ${range} where n % 10 = 1`,
    plan,
  );
  await pool.query('analyze');
}
