import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASE_COLUMNS } from '../../src/store/cases/close-cases.ts';
import { startHousekeeping } from '../../src/workflow/housekeeping.ts';
import { eventually, testInstance } from '../support/instance.ts';
import { seedCases, seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { pool } = instance.operations;
const logged: string[] = [];
const log = pino({}, { write: (line: string) => void logged.push(line) });
const ordered: unknown[] = [];
let stop: () => Promise<void>;

beforeAll(async () => {
  const runner = await startHousekeeping(pool, log, {
    'an-order': async (payload) => void ordered.push(payload),
    'a-failure': async () => {
      throw new Error('this one fails');
    },
  });
  stop = () => runner.stop();
});
afterAll(() => stop());

/** Runs one task, as the clock would, and waits until it is done. */
async function run(task: string): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select id from graphile_worker.add_job($1)', [task]);
  await eventually(
    async () =>
      (await pool.query('select 1 from graphile_worker.jobs where id = $1', [rows[0]!.id])).rowCount,
    (left) => left === 0,
  );
}

/** The names that are left of a table, sorted. */
const left = async (sql: string): Promise<string[]> =>
  (await pool.query<{ name: string }>(sql)).rows.map(({ name }) => name).sort();

describe('what is done by the clock', () => {
  it('makes the partitions of closed cases, of this month and the next, also when it starts', async () => {
    const partitions = () =>
      left(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'termination_closed'::regclass`,
      );
    const wanted = await left(
      `select 'termination_closed_' || to_char(at at time zone 'UTC', 'YYYY_MM') as name
       from unnest(array[now(), now() + interval '1 month']) at`,
    );
    expect(await partitions()).toEqual(wanted);
    for (const name of wanted) await pool.query(`drop table ${name}`);
    await run('make-partitions');
    expect(await partitions()).toEqual(wanted);
    // Twice is once.
    await run('make-partitions');
    expect(await partitions()).toEqual(wanted);
  });

  it('forgets reported texts when their time is over, and campaigns of which nothing is left', async () => {
    await pool.query(
      `with c as (insert into scam_campaign (reference, key, state, last_seen, decided_at) values
           ('SC-KEPT0000', 'domain:kept.top', 'open', now(), null),
           ('SC-OVER0000', 'domain:over.top', 'harmless', now() - interval '3 days', now()),
           ('SC-BLOCKED0', 'domain:blocked.top', 'blocked', now() - interval '3 days', now()) returning campaign_id, key)
       insert into scam_report (campaign_id, client_bidx, text_enc, verdict, reasons, keep_until)
         select campaign_id, '\\x01', '\\x00', 'cannot_tell', '{}',
           now() + case key when 'domain:kept.top' then interval '1 minute' else interval '-1 minute' end from c`,
    );
    await run('forget-scam-reports');
    const reported = `select c.key as name from scam_report join scam_campaign c using (campaign_id)`;
    expect(await left(reported)).toEqual(['domain:kept.top']);
    expect(await left('select key as name from scam_campaign')).toEqual([
      'domain:blocked.top',
      'domain:kept.top',
    ]);
  });

  it('forgets what staff typed after half an hour, and the issuer’s tokens a day after a session is over', async () => {
    await pool.query(`insert into staff_member (subject, name) values ('i#lin', 'lin')`);
    await pool.query(
      `insert into staff_draft (subject, path, values_enc, kept_at) values
         ('i#lin', 'new', '\\x00', now()), ('i#lin', 'old', '\\x00', now() - interval '31 minutes')`,
    );
    await pool.query(
      `insert into staff_logout (issuer, jti, taken_at) values ('i', 'new', now()), ('i', 'old', now() - interval '25 hours')`,
    );
    await pool.query(
      `insert into staff_session (token_hash, subject, issuer, roles, shop, id_token_enc, authenticated_at, strong, ends_at, ended_at, ended_by)
       values ('\\x01', 'i#lin', 'i', '{}', 'open', '\\x00', now(), true, now() + interval '1 hour', null, null),
         ('\\x02', 'i#lin', 'i', '{}', 'ended', '\\x00', now(), true, now() + interval '1 hour', now() - interval '25 hours', 'person'),
         ('\\x03', 'i#lin', 'i', '{}', 'over', '\\x00', now(), true, now() - interval '25 hours', null, null)`,
    );
    await run('forget-staff-sign-in');
    expect(await left('select path as name from staff_draft')).toEqual(['new']);
    expect(await left('select jti as name from staff_logout')).toEqual(['new']);
    expect(await left('select shop as name from staff_session where id_token_enc is not null')).toEqual([
      'open',
    ]);
  });

  it('forgets sessions that ended, codes after two days, and counters after thirty that lock nobody', async () => {
    await pool.query(
      `insert into session (token_hash, party_id, line_id, factors, expires_at)
       select decode(md5(n), 'hex'), n, 'L', '{sms_code}', at from (values
         ('ended', now() - interval '1 second'), ('open', now() + interval '1 minute')) s(n, at)`,
    );
    await pool.query(
      `insert into one_time_code (line_id, bucket, challenge_hash, code_hash, sent_at)
       select n, '\\x00', '\\x00', '\\x00', at from (values
         ('old', now() - interval '49 hours'), ('young', now() - interval '47 hours')) s(n, at)`,
    );
    await pool.query(
      `insert into attempt_counter (bucket, subject, updated_at, locked_until)
       select n::bytea, '\\x00', at, locked from (values
         ('old', now() - interval '31 days', null), ('young', now() - interval '29 days', null),
         ('unlocked', now() - interval '31 days', now() - interval '1 hour'),
         ('locked', now() - interval '31 days', now() + interval '1 hour')) s(n, at, locked)`,
    );
    await run('forget-sign-in');
    expect(await left('select party_id as name from session')).toEqual(['open']);
    expect(await left('select line_id as name from one_time_code')).toEqual(['young']);
    expect(await left(`select convert_from(bucket, 'UTF8') as name from attempt_counter`)).toEqual([
      'locked',
      'young',
    ]);
  });

  it('forgets calls of the voice menu, and what it handed over, after two days', async () => {
    await pool.query(
      `insert into voice_call (platform, call_id, state_enc, reference, began_at)
       select 'demo', n, '\\x00', 'HB-1', at from (values
         ('old', now() - interval '49 hours'), ('young', now() - interval '47 hours')) s(n, at)`,
    );
    await pool.query(
      `insert into voice_hand_over (platform, call_id, body_enc, why, proven, made_at)
       select 'demo', n, '\\x00', 'asked', '{}', at from (values
         ('old', now() - interval '49 hours'), ('young', now() - interval '47 hours')) s(n, at)`,
    );
    await run('forget-voice-calls');
    expect(await left('select call_id as name from voice_call')).toEqual(['young']);
    expect(await left('select call_id as name from voice_hand_over')).toEqual(['young']);
  });

  it('forgets kept answers after a day', async () => {
    await pool.query(
      `insert into idempotency (scope, key, request_hash, status, created_at)
       select 's', n, '\\x00', 200, at from (values
         ('old', now() - interval '25 hours'), ('young', now() - interval '23 hours')) s(n, at)`,
    );
    await run('forget-answers');
    expect(await left('select key as name from idempotency')).toEqual(['young']);
  });

  it('forgets messages a week after they were sent, a month after they were given up, and none that still waits', async () => {
    await pool.query(
      `insert into outbox (message_id, party_id, kind, channel, body_enc, due_at, sent_at, given_up_at, given_up_for)
       select uuidv7(made), n, 'receipt', 'sms', '\\x00', due, sent, given_up, why from (values
         ('sent long ago', interval '-9 days', null, now() - interval '8 days', null, null),
         ('sent late', interval '-9 days', null, now() - interval '6 days', null, null),
         ('given up long ago', interval '-40 days', null, null, now() - interval '31 days', 'refused'),
         ('given up lately', interval '-40 days', null, null, now() - interval '29 days', 'deadline'),
         ('waits for long', interval '-50 days', now() + interval '1 hour', null, null, null))
         s(n, made, due, sent, given_up, why)`,
    );
    await run('forget-messages');
    expect(await left('select party_id as name from outbox')).toEqual([
      'given up lately',
      'sent late',
      'waits for long',
    ]);
  });

  it('forgets what proved nothing after 90 days, after 30 when somebody looked at it, and never a proof', async () => {
    await pool.query(
      `insert into euicc_notification (via, digest, raw_enc, salt, hash, verdict, address, received_at, reviewed_at)
       select 'lpa', n::bytea, '\\x00', '\\x00', '\\x00', verdict, n, at, reviewed from (values
         ('never looked at, 91', 'quarantined', now() - interval '91 days', null::timestamptz),
         ('never looked at, 89', 'quarantined', now() - interval '89 days', null),
         ('looked at, 31', 'quarantined', now() - interval '31 days', now()),
         ('looked at, 29', 'quarantined', now() - interval '29 days', now()),
         ('proven', 'proven', now() - interval '9 years', null)) s(n, verdict, at, reviewed)`,
    );
    await run('forget-quarantined');
    expect(await left('select address as name from euicc_notification')).toEqual([
      'looked at, 29',
      'never looked at, 89',
      'proven',
    ]);
  });

  it('forgets what strangers wrote when nothing came of it, and keeps it with a line that ended', async () => {
    const lines = await seedLines(pool, instance.vault, 3);
    await seedCases(pool, lines, { rulebookVersion: 'x' });
    const [completed, withdrawn] = [lines[0]!.lineId, lines[1]!.lineId];
    await pool.query(
      `update termination set outcome = case line_id when $1 then 'completed' else 'withdrawn' end`,
      [completed],
    );
    await pool.query(
      `with gone as (delete from termination where line_id = any($1) returning *)
       insert into termination_closed (${CASE_COLUMNS}, closed_at) select ${CASE_COLUMNS}, now() from gone`,
      [[completed, withdrawn]],
    );
    const caseOf = async (lineId: string): Promise<string> => {
      const { rows } = await pool.query<{ case_id: string }>(
        `select case_id from termination where line_id = $1
         union all select case_id from termination_closed where line_id = $1`,
        [lineId],
      );
      return rows[0]!.case_id;
    };
    const declare = (name: string, caseId: string | null, days: number) =>
      pool.query(
        `insert into declaration (reference, number_bidx, case_id, expires_at, receipt_hash, body_enc)
         values ($1, '\\x00', $2, now() - $3 * interval '1 day', '\\x00', '\\x00')`,
        [name, caseId, days],
      );
    await declare('nothing, 31', null, 31);
    await declare('nothing, 29', null, 29);
    await declare('completed, 31', await caseOf(completed), 31);
    await declare('withdrawn, 31', await caseOf(withdrawn), 31);
    await declare('withdrawn, 29', await caseOf(withdrawn), 29);
    await declare('still open, 31', await caseOf(lines[2]!.lineId), 31);
    await run('forget-declarations');
    expect(await left('select reference as name from declaration')).toEqual([
      'completed, 31',
      'nothing, 29',
      'still open, 31',
      'withdrawn, 29',
    ]);
  });

  it('erases what campaigns were given: all of it 90 days after their end, what is wrong 90 days after it came', async () => {
    await pool.query(
      `insert into campaign (name, started_by, state, upload, rows, uploaded_at, received_at, receiving, ended_at)
       select name, 'x', state, 1, 2, now() - uploaded * interval '1 day', now() - coalesce(received, uploaded) * interval '1 day', receiving,
         now() - ended * interval '1 day' from (values
         ('over', 'finished', 200, null::int, null::int, 91), ('just over', 'finished', 92, null, null, 89),
         ('waits', 'validated', 91, null, null, null), ('young', 'validated', 89, null, null, null),
         ('half', 'draft', 200, 91, 2, null), ('coming in', 'draft', 200, 0, 2, null)) c(name, state, uploaded, received, receiving, ended)`,
    );
    await pool.query(
      `insert into campaign_row (campaign_id, upload, row_number, given, by_number, line_id, fault)
       select campaign_id, of_upload, n, '+8613912340000', true, case n when 1 then 'L1' end, case n when 2 then 'number_of_nobody' end
       from campaign, generate_series(1, 2) n, unnest(array[1, receiving]) of_upload where of_upload is not null and rows = 2`,
    );
    const given = () =>
      left(
        `select c.name || ' ' || r.upload || case when r.fault is null then ' right' else ' wrong' end as name
         from campaign_row r join campaign c using (campaign_id) where r.given <> ''`,
      );
    await run('forget-campaign-rows');
    const expected = [
      ...['coming in 1 right', 'coming in 1 wrong', 'coming in 2 right', 'coming in 2 wrong', 'half 1 right'],
      ...['just over 1 right', 'waits 1 right', 'young 1 right', 'young 1 wrong'],
    ];
    expect(await given()).toEqual(expected);
    expect(
      await left(
        `select c.name from campaign_row join campaign c using (campaign_id) where line_id = 'L1' and campaign_row.upload = 1`,
      ),
    ).toEqual(['coming in', 'half', 'just over', 'over', 'waits', 'young']);
    // Twice is once; and what ends later is erased later.
    await pool.query(`update campaign set ended_at = now(), state = 'stopped' where name = 'waits'`);
    await run('forget-campaign-rows');
    expect(await given()).toEqual(expected);
    await pool.query(
      `update campaign set ended_at = ended_at - interval '91 days', erased_at = erased_at - interval '92 days' where name = 'waits'`,
    );
    await run('forget-campaign-rows');
    expect(await given()).toEqual(expected.filter((one) => one !== 'waits 1 right'));
  });

  it('forgets appointments a month after their time, and a store that is closed with the last of them', async () => {
    await pool.query(
      `insert into store (store_id, names, jurisdiction, city, address, services, hours, time_zone, slot_minutes, places, position, closed_at)
       select id, '{}', 'cn', '{}', '{}', '{}', '24/7', 'UTC', 30, 1, 1, closed
       from (values ('open', null), ('closed', now()), ('closed with one', now())) s (id, closed)`,
    );
    await pool.query(
      `insert into appointment (reference, form_key, store_id, starts_at, ends_at, seat, service, by_bidx, made_at)
       select ref, ref::bytea, store, now() - age * interval '1 day', now(), 1, 'end_line', '\\x00', now()
       from (values ('old', 'open', 31), ('gone', 'closed', 40), ('new', 'closed with one', 29)) a (ref, store, age)`,
    );
    await run('forget-appointments');
    expect(await left('select reference as name from appointment')).toEqual(['new']);
    expect(await left('select store_id as name from store')).toEqual(['closed with one', 'open']);
  });

  it('forgets charges that passed, and never one that was held', async () => {
    await pool.query(
      `insert into charge (charge_id, digest, received_at, received_from, line_id, case_id, kind, from_on, to_on, amount, currency,
         verdict, because, held_from, held_amount, dispute)
       select name, '\\x00', now() - age * interval '1 day', 'system:x', 'L', case when held then gen_random_uuid() end, 'usage',
         '2026-01-01', '2026-01-01', 1, 'CNY', case when held then 'held' else 'pass' end,
         case when held then 'after_end' else 'before_end' end, case when held then '2026-01-01'::date end,
         case when held then 1 end, case when held then 'waiting' end
       from (values ('old', 63, false), ('new', 61, false), ('held', 900, true)) a (name, age, held)`,
    );
    await run('forget-charges');
    expect(await left('select charge_id as name from charge')).toEqual(['held', 'new']);
  });

  it('forgets comparisons after a year, and findings two years after they were resolved', async () => {
    const { rows } = await pool.query<{ run_id: string }>(
      `insert into reconciliation_run (started_by, finished_at)
       values ('old', now() - interval '366 days'), ('new', now() - interval '364 days') returning run_id`,
    );
    for (const { run_id } of rows)
      await pool.query(`insert into reconciliation_part (run_id, part) values ($1, 'hlr')`, [run_id]);
    await pool.query(
      `insert into reconciliation_finding (kind, part, subject, last_run, resolved_at, resolved_as)
       select 'still_at_hlr', 'hlr', name, $1, now() - age * interval '1 day', case when age is not null then 'gone' end
       from (values ('old', 731), ('new', 729), ('open', null)) a (name, age)`,
      [rows[0]!.run_id],
    );
    await run('forget-differences');
    expect(await left('select started_by as name from reconciliation_run')).toEqual(['new']);
    expect(await left('select subject as name from reconciliation_finding')).toEqual(['new', 'open']);
  });

  it('has a time for each of these tasks', async () => {
    const known = await left('select identifier as name from graphile_worker._private_known_crontabs');
    expect(known).toEqual([
      'ask-text-counts',
      'begin-reconciliation',
      'dispute-charges',
      'erase-people',
      'forget-answers',
      'forget-appointments',
      'forget-assignments',
      'forget-campaign-rows',
      'forget-charges',
      'forget-declarations',
      'forget-differences',
      'forget-exports',
      'forget-messages',
      'forget-number-details',
      'forget-photos',
      'forget-quarantined',
      'forget-scam-reports',
      'forget-sign-in',
      'forget-special-requests',
      'forget-staff-sign-in',
      'forget-texts',
      'forget-unsigned-visits',
      'forget-voice-calls',
      'group-retries',
      'index-names',
      'judge-numbers',
      'make-partitions',
      'plan-feeds',
      'propose-releases',
      'remind-visitors',
      'take-redemptions',
      'watch-complaints',
    ]);
  });
});

describe('what is ordered', () => {
  it('is done once, and a failure is told and tried again', async () => {
    const payload = { caseId: randomUUID() };
    await pool.query('select graphile_worker.add_job($1, $2)', ['an-order', payload]);
    await eventually(
      async () => ordered.length,
      (n) => n > 0,
    );
    expect(ordered).toEqual([payload]);
    const { rows } = await pool.query<{ id: string }>('select id from graphile_worker.add_job($1)', [
      'a-failure',
    ]);
    await eventually(
      async () => logged.length,
      (n) => n > 0,
    );
    expect(logged.join('')).toContain('this one fails');
    expect(logged.join('')).toContain('"task":"a-failure"');
    // The failure is told before it is booked.
    const waiting = await eventually(
      async () =>
        (
          await pool.query(
            'select attempts, run_at > now() as later from graphile_worker.jobs where id = $1',
            [rows[0]!.id],
          )
        ).rows[0],
      (job) => job?.later === true,
    );
    expect(waiting).toEqual({ attempts: 1, later: true });
  });
});
