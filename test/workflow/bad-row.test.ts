import { describe, expect, it } from 'vitest';
import { retryCase, rollForward, skipStage } from '../../src/operations/steer-case.ts';
import { ENGINE_DEFAULTS, type Engine } from '../../src/workflow/engine.ts';
import {
  atPeer,
  auditOf,
  booksOf,
  closedCase,
  declared,
  readyToEnd,
  stuckCase,
  verifiedCertificate,
} from '../support/cases.ts';
import { eventually, testHouse } from '../support/house.ts';
import { type SeededLine, seedCases, seedLines } from '../support/seed.ts';
import { startWorker } from '../support/workers.ts';

const house = await testHouse();
const { operations: op, simulator } = house;
const { pool } = op;
const staff = { kind: 'staff', name: 'lin' } as const;
const { version: rulebookVersion } = op.rulebooks.current('cn', 'CN-BJ', new Date());

async function caseOf(line: SeededLine): Promise<string> {
  const { rows } = await pool.query('select case_id from termination where line_id = $1', [line.lineId]);
  return rows[0].case_id;
}

async function completed(lines: readonly SeededLine[], forMs?: number): Promise<void> {
  await eventually(
    async () =>
      (
        await pool.query(
          `select count(*)::int as n from termination_closed where outcome = 'completed' and line_id = any($1)`,
          [lines.map((l) => l.lineId)],
        )
      ).rows[0].n as number,
    (n) => n === lines.length,
    forMs,
  );
}

async function running<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  engine.start();
  try {
    return await work();
  } finally {
    await engine.stop();
  }
}

describe('one bad line among many', () => {
  it('whose outcome cannot be written is left for a person alone, and the other 499 are ended', async () => {
    const lines = await seedLines(pool, house.vault, 500, { simulator });
    const bad = lines[250]!;
    await pool.query(`create function refuse_one() returns trigger language plpgsql as $$
      begin if new.line_id = '${bad.lineId}' then raise exception 'this line cannot be ended'; end if; return new; end $$`);
    await pool.query(
      'create trigger refuse before update on line for each row execute function refuse_one()',
    );
    await seedCases(pool, lines, { rulebookVersion });
    await running(house.engine(), async () => {
      await completed(lines.filter((line) => line !== bad));
      expect(await stuckCase(pool, await caseOf(bad))).toMatchObject({
        stage: 'bar',
        problem: { code: 'commit_failed' },
      });
      await pool.query('drop trigger refuse on line');
      await retryCase(op, staff, await caseOf(bad));
      await completed([bad]);
    });
    for (const { imsi } of lines) expect(simulator.effects(imsi).deleted).toBe(1);
  });

  it('whose account the billing system does not know is left for a person alone', async () => {
    const lines = await seedLines(pool, house.vault, 40, { from: 600, simulator });
    const bad = lines[20]!;
    await pool.query('delete from billing_account where account_id = $1', [`A${bad.lineId}`]);
    await seedCases(pool, lines, { rulebookVersion });
    await running(house.engine(), async () => {
      await completed(lines.filter((line) => line !== bad));
      expect(await stuckCase(pool, await caseOf(bad))).toMatchObject({
        stage: 'settle',
        problem: { code: 'billing_refused' },
      });
      // Without a bill there is nothing that a certificate could state.
      await expect(skipStage(op, staff, await caseOf(bad), 'no account')).rejects.toMatchObject({
        code: 'stage_not_skippable',
      });
      await pool.query(`insert into billing_account (account_id, currency) values ($1, 'CNY')`, [
        `A${bad.lineId}`,
      ]);
      await retryCase(op, staff, await caseOf(bad));
      await completed([bad]);
    });
  });

  it('that cannot be certified is left for a person alone', async () => {
    const lines = await seedLines(pool, house.vault, 40, { from: 700, simulator });
    const bad = lines[20]!;
    await seedCases(pool, lines, { rulebookVersion, stage: 'certify' });
    await pool.query(
      `update termination set service_ended_at = now(), release_on = current_date,
         bill = case when line_id <> $1 then '{"invoiceId":"I","items":[],"total":{"currency":"CNY","minor":0},"refund":null}'::jsonb end
       where line_id = any($2)`,
      [bad.lineId, lines.map((l) => l.lineId)],
    );
    await running(house.engine(), async () => {
      await completed(lines.filter((line) => line !== bad));
      expect(await stuckCase(pool, await caseOf(bad))).toMatchObject({
        stage: 'certify',
        problem: { code: 'stage_failed' },
      });
    });
    await pool.query('delete from termination where line_id = $1', [bad.lineId]);
  });

  it('whose recheck fails is left for a person alone', async () => {
    const lines = await seedLines(pool, house.vault, 20, { from: 800, simulator });
    const bad = lines[10]!;
    // A hold makes the line be looked at in full, and then its card's number is none.
    await pool.query(
      `update line set holds = '[{"kind":"fraud","since":"2026-01-01","reference":"F1"}]' where line_id = $1`,
      [bad.lineId],
    );
    await pool.query(`update access set iccid = 'not a number' where line_id = $1`, [bad.lineId]);
    await seedCases(pool, lines, { rulebookVersion, stage: 'bar' });
    await running(house.engine(), async () => {
      await completed(lines.filter((line) => line !== bad));
      expect((await stuckCase(pool, await caseOf(bad))).stage).toBe('bar');
    });
    expect(simulator.effects(bad.imsi)).toMatchObject({ barred: 0, deleted: 0 });
    await pool.query('delete from termination where line_id = $1', [bad.lineId]);
  });

  it('that kills every process that touches it is left for a person, and the others are ended', async () => {
    const lines = await seedLines(pool, house.vault, 60, { from: 900, simulator });
    const poison = lines[30]!;
    await seedCases(pool, lines, { rulebookVersion });
    let deaths = 0;
    for (;;) {
      const worker = await startWorker(
        { url: house.url, dataFolder: house.dataFolder, simulator },
        { WORKER_POISON_IMSI: poison.imsi },
      );
      const state = await Promise.race([
        worker.ended,
        eventually(
          async () =>
            (await pool.query('select problem from termination where line_id = $1', [poison.lineId])).rows[0],
          (row) => row?.problem !== null,
        ).then(() => 'parked'),
      ]);
      if (state === 'parked') {
        await completed(lines.filter((line) => line !== poison));
        await worker.stop();
        break;
      }
      expect(state).toBe('SIGKILL');
      expect(++deaths).toBeLessThanOrEqual(5);
      await pool.query('update termination set lease_until = now() where lease is not null');
    }
    expect(deaths).toBe(4);
    const caseId = await caseOf(poison);
    expect(await stuckCase(pool, caseId)).toEqual({ stage: 'bar', problem: { code: 'process_died' } });
    expect(await auditOf(pool, caseId)).toContain('bar.stuck');
    // Its cause repaired, it can be tried again.
    await running(house.engine(), async () => {
      await retryCase(op, staff, caseId);
      await completed([poison]);
    });
    for (const { imsi } of lines) expect(simulator.effects(imsi).deleted).toBe(1);
  });

  it('that is suspected, and then stopped by a hold, does not stop the engine', async () => {
    const [suspect, other] = await seedLines(pool, house.vault, 2, { from: 980, simulator });
    await pool.query(
      `update line set holds = '[{"kind":"fraud","since":"2026-01-01","reference":"F1"}]' where line_id = $1`,
      [suspect!.lineId],
    );
    await seedCases(pool, [suspect!], { rulebookVersion, stage: 'bar' });
    await pool.query('update termination set crashes = 2 where line_id = $1', [suspect!.lineId]);
    const engine = house.engine();
    engine.start();
    expect((await stuckCase(pool, await caseOf(suspect!))).problem.code).toBe('blocked_at_intent');
    await seedCases(pool, [other!], { rulebookVersion });
    await completed([other!]);
    await engine.stop();
    await pool.query('delete from termination where line_id = $1', [suspect!.lineId]);
  });
});

describe('a stuck stage', () => {
  it('can be skipped only where nothing depends on it, with a reason, and stays unproven on the certificate', async () => {
    const [line] = await seedLines(pool, house.vault, 1, { from: 1_000, simulator });
    simulator.inject({
      behaviour: ({ action, imsi }) =>
        imsi === line!.imsi &&
        (action === 'delete' || action === 'lookup') &&
        simulator.effects(line!.imsi).barred > 0
          ? 'refuse'
          : 'answer',
    });
    await running(house.engine(), async () => {
      const made = await readyToEnd(op, line!);
      expect(await stuckCase(pool, made.caseId)).toMatchObject({
        stage: 'detach',
        problem: { code: 'osmo-hlr_refused' },
      });
      await expect(skipStage(op, staff, made.caseId, ' ')).rejects.toMatchObject({ code: 'request_invalid' });
      await expect(
        skipStage(
          op,
          { kind: 'receipt', reference: made.reference, secret: made.receiptSecret },
          made.caseId,
          'x',
        ),
      ).rejects.toMatchObject({ code: 'forbidden' });
      await skipStage(op, staff, made.caseId, 'the register is being replaced');
      expect((await stuckCase(pool, made.caseId)).stage).toBe('remove');
      await expect(skipStage(op, staff, made.caseId, 'really')).rejects.toMatchObject({
        code: 'stage_not_skippable',
      });
      await expect(rollForward(op, staff, made.caseId, 'really')).rejects.toMatchObject({
        code: 'stage_conflict',
      });
      simulator.inject({});
      await retryCase(op, staff, made.caseId);
      expect(await closedCase(pool, made.caseId)).toMatchObject({
        outcome: 'completed',
        detach: 'unconfirmed',
      });
      expect(await verifiedCertificate(house, made)).toMatchObject({
        statement: { accesses: [{ detach: 'unconfirmed', absentAtEnd: true }] },
      });
      const { rows } = await pool.query(
        `select actor, action, facts from audit where case_id = $1 and actor like 'staff%' order by audit_id`,
        [made.caseId],
      );
      expect(rows).toEqual([
        {
          actor: 'staff:lin',
          action: 'skipped',
          facts: { stage: 'detach', reason: 'the register is being replaced' },
        },
        { actor: 'staff:lin', action: 'retried', facts: { stage: 'remove' } },
      ]);
    });
    expect(simulator.effects(line!.imsi).deleted).toBe(1);
  });

  it('of telling the person can be skipped, and the case is completed all the same', async () => {
    const [line] = await seedLines(pool, house.vault, 1, { from: 1_010, simulator });
    await running(house.engine(), async () => {
      const made = await readyToEnd(op, line!);
      await closedCase(pool, made.caseId);
      // As if it had stuck at its last stage but one.
      await pool.query(
        `with gone as (delete from termination_closed where case_id = $1 returning *)
         insert into termination select (jsonb_populate_record(null::termination, to_jsonb(gone) ||
           '{"stage":"notify","outcome":null,"waiting_for":"staff","problem":{"code":"stage_failed"},"due_at":null,"lease":null}')).* from gone`,
        [made.caseId],
      );
      await skipStage(op, staff, made.caseId, 'no contact works');
      expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed' });
    });
  });

  it('of a stolen phone can be skipped without ending the case unasked', async () => {
    const [line] = await seedLines(pool, house.vault, 1, { from: 1_020, simulator });
    let refuse = true;
    simulator.inject({
      behaviour: ({ imsi, action }) =>
        refuse && imsi === line!.imsi && action === 'lookup' && simulator.effects(line!.imsi).barred > 0
          ? 'refuse'
          : 'answer',
    });
    await running(house.engine(), async () => {
      const { caseId } = await declared(op, line!, 'stolen');
      expect((await stuckCase(pool, caseId)).stage).toBe('detach');
      refuse = false;
      await skipStage(op, staff, caseId, 'cannot be asked');
      const { rows } = await pool.query(
        'select stage, due_at, waiting_for from termination where case_id = $1',
        [caseId],
      );
      expect(rows).toEqual([{ stage: 'confirm', due_at: null, waiting_for: 'person' }]);
    });
    expect(atPeer(simulator, line!.imsi)).toBe('barred');
    expect((await booksOf(pool, line!)).status).toBe('barred');
    simulator.inject({});
  });
});

it('serves people while a campaign fills the engine', async () => {
  const lines = await seedLines(pool, house.vault, 60, { from: 1_100, simulator });
  const [person] = await seedLines(pool, house.vault, 1, { from: 1_200, simulator });
  const capacity = 10;
  expect(ENGINE_DEFAULTS.campaignShare).toBeLessThan(1);
  let last = '';
  await seedCases(pool, lines, { rulebookVersion, lane: 2 });
  await seedCases(pool, [person!], { rulebookVersion, lane: 1 });
  const engine = house.engine(
    { capacity },
    {
      onCommit: (committed) => {
        for (const { from, work } of committed) if (from === 'close') last ||= work.lineId;
      },
    },
  );
  await running(engine, () => completed([...lines, person!]));
  expect(last).not.toBe('');
  const { rows } = await pool.query(
    'select count(*)::int as n from termination_closed where line_id = any($1) and closed_at < (select closed_at from termination_closed where line_id = $2)',
    [lines.map((l) => l.lineId), person!.lineId],
  );
  expect(rows[0].n).toBeLessThan(capacity * 2);
});
