import { describe, expect, it } from 'vitest';
import { parseMsisdn } from '../../../src/domain/values/msisdn.ts';
import { retryCase } from '../../../src/operations/cases/steering/retry-case.ts';
import { skipStage } from '../../../src/operations/cases/steering/skip-stage.ts';
import { findParty } from '../../../src/store/people/parties.ts';
import { ENGINE_DEFAULTS } from '../../../src/workflow/engine/options.ts';
import { isClosed } from '../../../src/workflow/engine/record.ts';
import { sealSnapshot } from '../../../src/workflow/stages/snapshot.ts';
import { staffNamed } from '../../support/actors.ts';
import { auditOf, caseOf, completed, running, stuckCase } from '../../support/cases.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { type SeededLine, seedCases, seedLines } from '../../support/seed.ts';
import { startWorker } from '../../support/workers.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const staff = staffNamed('lin');
const { version: rulebookVersion } = op.rulebooks.current('cn', 'CN-BJ', new Date());

/** As `save_subscriber` leaves a case: what the network held of its line. */
async function saveAsFound({ lineId, partyId, imsi, msisdn }: SeededLine): Promise<void> {
  const { dataKey } = (await findParty(pool, instance.vault, partyId))!;
  const profile = {
    imsi,
    msisdn: parseMsisdn(msisdn),
    csEnabled: true,
    psEnabled: true,
    servingNodes: [],
  };
  const sealed = sealSnapshot(instance.vault, dataKey, { [`${lineId}-1`]: profile });
  await pool.query('update termination set snapshot_enc = $2 where line_id = $1', [lineId, sealed]);
}

describe('one bad line among many', () => {
  it('whose outcome cannot be written is left for a person alone, and the other 499 are ended', async () => {
    const lines = await seedLines(pool, instance.vault, 500, { simulator });
    const bad = lines[250]!;
    await pool.query(`create function refuse_one() returns trigger language plpgsql as $$
      begin if new.line_id = '${bad.lineId}' then raise exception 'this line cannot be ended'; end if; return new; end $$`);
    await pool.query(
      'create trigger refuse before update on line for each row execute function refuse_one()',
    );
    await seedCases(pool, lines, { rulebookVersion });
    await running(instance.engine(), async () => {
      await completed(
        pool,
        lines.filter((line) => line !== bad),
      );
      expect(await stuckCase(pool, await caseOf(pool, bad))).toMatchObject({
        stage: 'bar',
        problem: { code: 'commit_failed' },
      });
      await pool.query('drop trigger refuse on line');
      await retryCase(op, staff, { caseId: await caseOf(pool, bad) });
      await completed(pool, [bad]);
    });
    for (const { imsi } of lines) expect(simulator.effects(imsi).deleted).toBe(1);
  });

  it('whose account the billing system does not know is left for a person alone', async () => {
    const lines = await seedLines(pool, instance.vault, 40, { from: 600, simulator });
    const bad = lines[20]!;
    await pool.query('delete from billing_account where account_id = $1', [`A${bad.lineId}`]);
    await seedCases(pool, lines, { rulebookVersion });
    await running(instance.engine(), async () => {
      await completed(
        pool,
        lines.filter((line) => line !== bad),
      );
      expect(await stuckCase(pool, await caseOf(pool, bad))).toMatchObject({
        stage: 'settle',
        problem: { code: 'billing_refused' },
      });
      // Without a bill there is nothing that a certificate could state.
      await expect(
        skipStage(op, staff, { caseId: await caseOf(pool, bad), reason: 'no account' }),
      ).rejects.toMatchObject({
        code: 'stage_not_skippable',
      });
      await pool.query(`insert into billing_account (account_id, currency) values ($1, 'CNY')`, [
        `A${bad.lineId}`,
      ]);
      await retryCase(op, staff, { caseId: await caseOf(pool, bad) });
      await completed(pool, [bad]);
    });
  });

  it('whose number cannot be quarantined is billed all the same, and then left for a person alone', async () => {
    const lines = await seedLines(pool, instance.vault, 20, { from: 760, simulator });
    const bad = lines[10]!;
    await seedCases(pool, lines, { rulebookVersion, stage: 'settle' });
    await pool.query('update termination set service_ended_at = now() where line_id = any($1)', [
      lines.map((l) => l.lineId),
    ]);
    await pool.query(`update termination set rulebook_version = 'lost' where line_id = $1`, [bad.lineId]);
    await running(instance.engine(), async () => {
      const stuck = await stuckCase(pool, await caseOf(pool, bad));
      expect(stuck).toMatchObject({ stage: 'quarantine', problem: { code: 'stage_failed' } });
    });
    const audit = await auditOf(pool, await caseOf(pool, bad));
    expect(audit.slice(-2)).toEqual(['settle.done', 'quarantine.stuck']);
    await pool.query('delete from termination where line_id = any($1)', [lines.map((l) => l.lineId)]);
  });

  it('that cannot be certified is left for a person alone', async () => {
    const lines = await seedLines(pool, instance.vault, 40, { from: 700, simulator });
    const bad = lines[20]!;
    await seedCases(pool, lines, { rulebookVersion, stage: 'certify' });
    await pool.query(
      `update termination set service_ended_at = now(), release_on = current_date,
         bill = case when line_id <> $1 then '{"invoiceId":"I","items":[],"total":{"currency":"CNY","minor":0},"refund":null}'::jsonb end
       where line_id = any($2)`,
      [bad.lineId, lines.map((l) => l.lineId)],
    );
    await running(instance.engine(), async () => {
      await completed(
        pool,
        lines.filter((line) => line !== bad),
      );
      expect(await stuckCase(pool, await caseOf(pool, bad))).toMatchObject({
        stage: 'certify',
        problem: { code: 'stage_failed' },
      });
    });
    await pool.query('delete from termination where line_id = $1', [bad.lineId]);
  });

  it('whose key is damaged, so that no answer can be kept, is left for a person alone', async () => {
    const lines = await seedLines(pool, instance.vault, 20, { from: 850 });
    const bad = lines[10]!;
    await seedCases(pool, lines, { rulebookVersion, stage: 'prove_absent' });
    await pool.query(
      `update termination set service_ended_at = now(), release_on = current_date,
         bill = '{"invoiceId":"I","items":[],"total":{"currency":"CNY","minor":0},"refund":null}'
       where line_id = any($1)`,
      [lines.map((l) => l.lineId)],
    );
    await pool.query(
      `update party set data_key_wrapped = set_byte(data_key_wrapped, 20, get_byte(data_key_wrapped, 20) # 1) where party_id = $1`,
      [bad.partyId],
    );
    await running(instance.engine(), async () => {
      await completed(
        pool,
        lines.filter((line) => line !== bad),
      );
      expect(await stuckCase(pool, await caseOf(pool, bad))).toMatchObject({
        stage: 'prove_absent',
        problem: { code: 'commit_failed' },
      });
    });
    await pool.query('delete from termination where line_id = $1', [bad.lineId]);
  });

  it('whose recheck fails is left for a person alone', async () => {
    const lines = await seedLines(pool, instance.vault, 20, { from: 800, simulator });
    const bad = lines[10]!;
    // A hold makes the line be looked at in full, and then its card's number is none.
    await pool.query(
      `update line set holds = '[{"kind":"fraud","since":"2026-01-01","reference":"F1"}]' where line_id = $1`,
      [bad.lineId],
    );
    await pool.query(`update access set iccid = 'not a number' where line_id = $1`, [bad.lineId]);
    await seedCases(pool, lines, { rulebookVersion, stage: 'bar' });
    for (const line of lines) await saveAsFound(line);
    await running(instance.engine(), async () => {
      await completed(
        pool,
        lines.filter((line) => line !== bad),
      );
      expect((await stuckCase(pool, await caseOf(pool, bad))).stage).toBe('bar');
    });
    expect(simulator.effects(bad.imsi)).toMatchObject({ barred: 0, deleted: 0 });
    await pool.query('delete from termination where line_id = $1', [bad.lineId]);
  });

  it('that kills every process that touches it is left for a person, and the others are ended', async () => {
    const lines = await seedLines(pool, instance.vault, 60, { from: 900, simulator });
    const poison = lines[30]!;
    await seedCases(pool, lines, { rulebookVersion });
    let deaths = 0;
    for (;;) {
      const worker = await startWorker(
        { url: instance.url, dataFolder: instance.dataFolder, simulator },
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
        await completed(
          pool,
          lines.filter((line) => line !== poison),
        );
        await worker.stop();
        break;
      }
      expect(state).toBe('SIGKILL');
      expect(++deaths).toBeLessThanOrEqual(5);
      await pool.query('update termination set lease_until = now() where lease is not null');
    }
    expect(deaths).toBe(4);
    const caseId = await caseOf(pool, poison);
    expect(await stuckCase(pool, caseId)).toEqual({ stage: 'bar', problem: { code: 'process_died' } });
    expect(await auditOf(pool, caseId)).toContain('bar.stuck');
    // Its cause repaired, it can be tried again.
    await running(instance.engine(), async () => {
      await retryCase(op, staff, { caseId });
      await completed(pool, [poison]);
    });
    for (const { imsi } of lines) expect(simulator.effects(imsi).deleted).toBe(1);
  });

  it('that is suspected, and then stopped by a hold, does not stop the engine', async () => {
    const [suspect, other] = await seedLines(pool, instance.vault, 2, { from: 980, simulator });
    await pool.query(
      `update line set holds = '[{"kind":"fraud","since":"2026-01-01","reference":"F1"}]' where line_id = $1`,
      [suspect!.lineId],
    );
    await seedCases(pool, [suspect!], { rulebookVersion, stage: 'bar' });
    await pool.query('update termination set crashes = 2 where line_id = $1', [suspect!.lineId]);
    const engine = instance.engine();
    engine.start();
    expect((await stuckCase(pool, await caseOf(pool, suspect!))).problem.code).toBe('blocked_at_intent');
    await seedCases(pool, [other!], { rulebookVersion });
    await completed(pool, [other!]);
    await engine.stop();
    await pool.query('delete from termination where line_id = $1', [suspect!.lineId]);
  });
});

it('serves people while a campaign fills the engine', async () => {
  const lines = await seedLines(pool, instance.vault, 60, { from: 1_100, simulator });
  const [person] = await seedLines(pool, instance.vault, 1, { from: 1_200, simulator });
  const capacity = 10;
  expect(ENGINE_DEFAULTS.campaignShare).toBeLessThan(1);
  let last = '';
  await seedCases(pool, lines, { rulebookVersion, lane: 2 });
  await seedCases(pool, [person!], { rulebookVersion, lane: 1 });
  const engine = instance.engine(
    { capacity },
    {
      onCommit: (recorded) => {
        for (const one of recorded) if (isClosed(one)) last ||= one.walked.work.lineId;
      },
    },
  );
  await running(engine, () => completed(pool, [...lines, person!]));
  expect(last).not.toBe('');
  const { rows } = await pool.query(
    'select count(*)::int as n from termination_closed where line_id = any($1) and closed_at < (select closed_at from termination_closed where line_id = $2)',
    [lines.map((l) => l.lineId), person!.lineId],
  );
  expect(rows[0].n).toBeLessThan(capacity * 2);
});
