import { describe, expect, it } from 'vitest';
import { retryCase } from '../../../src/operations/cases/steering/retry-case.ts';
import { rollForward } from '../../../src/operations/cases/steering/roll-forward.ts';
import { skipStage } from '../../../src/operations/cases/steering/skip-stage.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { receiptOf, staffNamed, subscriberOf } from '../../support/actors.ts';
import {
  atPeer,
  booksOf,
  closedCase,
  declared,
  readyToEnd,
  running,
  stuckCase,
  verifiedCertificate,
} from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const staff = staffNamed('lin');

describe('a stuck stage', () => {
  it('can be skipped only where nothing depends on it, with a reason, and stays unproven on the certificate', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 1_000, simulator });
    simulator.inject({
      behaviour: ({ action, imsi }) =>
        imsi === line!.imsi &&
        (action === 'delete' || action === 'lookup') &&
        simulator.effects(line!.imsi).barred > 0
          ? 'refuse'
          : 'answer',
    });
    await running(instance.engine(), async () => {
      const made = await readyToEnd(op, line!);
      expect(await stuckCase(pool, made.caseId)).toMatchObject({
        stage: 'detach',
        problem: { code: 'osmo-hlr_refused' },
      });
      await expect(skipStage(op, staff, { caseId: made.caseId, reason: ' ' })).rejects.toMatchObject({
        code: 'request_invalid',
      });
      await expect(
        skipStage(op, receiptOf(made), { caseId: made.caseId, reason: 'x' }),
      ).rejects.toMatchObject({ code: 'forbidden' });
      await skipStage(op, staff, { caseId: made.caseId, reason: 'the register is being replaced' });
      expect((await stuckCase(pool, made.caseId)).stage).toBe('remove');
      await expect(skipStage(op, staff, { caseId: made.caseId, reason: 'really' })).rejects.toMatchObject({
        code: 'stage_not_skippable',
      });
      await expect(rollForward(op, staff, { caseId: made.caseId, reason: 'really' })).rejects.toMatchObject({
        code: 'stage_conflict',
      });
      simulator.inject({});
      await retryCase(op, staff, { caseId: made.caseId });
      expect(await closedCase(pool, made.caseId)).toMatchObject({
        outcome: 'completed',
        detach: 'unconfirmed',
      });
      expect(await verifiedCertificate(instance, made)).toMatchObject({
        copy: { claims: { accesses: [{ detach: 'unconfirmed', absentAtEnd: true }] } },
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
    const [line] = await seedLines(pool, instance.vault, 1, { from: 1_010, simulator });
    await running(instance.engine(), async () => {
      const made = await readyToEnd(op, line!);
      await closedCase(pool, made.caseId);
      // As if it had stuck at its last stage but one.
      await pool.query(
        `with gone as (delete from termination_closed where case_id = $1 returning *)
         insert into termination select (jsonb_populate_record(null::termination, to_jsonb(gone) ||
           '{"stage":"notify","outcome":null,"waiting_for":"staff","problem":{"code":"stage_failed"},"due_at":null,"lease":null}')).* from gone`,
        [made.caseId],
      );
      await skipStage(op, staff, { caseId: made.caseId, reason: 'no contact works' });
      expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed' });
    });
  });

  it('of a stolen phone can be skipped without ending the case unasked', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 1_020, simulator });
    let refuse = true;
    simulator.inject({
      behaviour: ({ imsi, action }) =>
        refuse && imsi === line!.imsi && action === 'lookup' && simulator.effects(line!.imsi).barred > 0
          ? 'refuse'
          : 'answer',
    });
    await running(instance.engine(), async () => {
      const { caseId } = await declared(op, line!, 'stolen');
      expect((await stuckCase(pool, caseId)).stage).toBe('detach');
      refuse = false;
      await skipStage(op, staff, { caseId, reason: 'cannot be asked' });
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

  it('of a case that its person took back while it was held is not skipped: the bar is lifted', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 1_030, simulator });
    simulator.inject({
      behaviour: ({ imsi, action }) =>
        imsi === line!.imsi && action === 'lookup' && simulator.effects(line!.imsi).barred > 0
          ? 'refuse'
          : 'answer',
    });
    const { caseId } = await running(instance.engine(), async () => {
      const made = await declared(op, line!, 'stolen');
      expect((await stuckCase(pool, made.caseId)).stage).toBe('detach');
      return made;
    });
    // A worker holds it again as the withdrawal comes, and dies.
    await pool.query(
      `update termination set lease = gen_random_uuid(), lease_until = now() + interval '1 minute', attempts = 1, due_at = now(),
         waiting_for = null, problem = null where case_id = $1`,
      [caseId],
    );
    expect((await withdraw(op, subscriberOf(line!), { caseId })).effect).toBe('undoing');
    await pool.query(`update termination set lease_until = now() - interval '1 second' where case_id = $1`, [
      caseId,
    ]);
    await expect(skipStage(op, staff, { caseId, reason: 'cannot be asked' })).rejects.toMatchObject({
      code: 'stage_conflict',
    });
    simulator.inject({});
    await running(instance.engine(), () => closedCase(pool, caseId));
    expect(atPeer(simulator, line!.imsi)).toBe('served');
  });
});
