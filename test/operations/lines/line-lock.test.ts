import { describe, expect, it } from 'vitest';
import type { IdentityFactor } from '../../../src/domain/rules/rulebook.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { liftLock, lockLine } from '../../../src/operations/lines/lock/change-lock.ts';
import { viewLock } from '../../../src/operations/lines/lock/view-lock.ts';
import { subscriberOf } from '../../support/actors.ts';
import { atPeer, closedCase, declared, readyToEnd, running, stuckCase } from '../../support/cases.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const lines = await seedLines(pool, instance.vault, 20, { simulator });
let next = 0;
const aLine = (): SeededLine => lines[next++]!;
const PROVEN: readonly IdentityFactor[] = ['sms_code', 'document_number'];
const holderOf = (line: SeededLine, factors = PROVEN) => subscriberOf(line, factors);
const toldOf = async ({ partyId }: SeededLine) =>
  (
    await pool.query<{ kind: string }>('select kind from outbox where party_id = $1 order by message_id', [
      partyId,
    ])
  ).rows.map(({ kind }) => kind);
/** As if the time of the lifting were over. */
const liftedNow = ({ lineId }: SeededLine) =>
  pool.query(
    `update line set own_holds = (select jsonb_agg(h || jsonb_build_object('liftsAt', now())) from jsonb_array_elements(own_holds) h)
     where line_id = $1`,
    [lineId],
  );

describe('a lock against ending', () => {
  it('is set once, however often it is asked for, and keeps the line from being ended', async () => {
    const line = aLine();
    const all = await Promise.all(Array.from({ length: 10 }, () => lockLine(op, holderOf(line), line)));
    expect(new Set(all.map(({ since, liftsAt }) => `${since} ${liftsAt}`)).size).toBe(1);
    expect(await toldOf(line)).toEqual(['lock_set']);
    const made = await declared(op, line);
    await expect(confirm(op, holderOf(line), made)).rejects.toMatchObject({
      code: 'not_eligible',
      facts: { checks: ['termination_lock'] },
    });
  });

  it('holds on while it is being lifted, tells of that, and is then none any more', async () => {
    const line = aLine();
    await lockLine(op, holderOf(line), line);
    const first = await liftLock(op, holderOf(line), line);
    expect(first.liftsAt!.getTime()).toBeGreaterThan(op.clock.now().getTime());
    expect(await liftLock(op, holderOf(line), line)).toEqual(first);
    expect(await toldOf(line)).toEqual(['lock_set', 'lock_lifting']);
    const made = await declared(op, line);
    await expect(confirm(op, holderOf(line), made)).rejects.toMatchObject({ code: 'not_eligible' });
    await liftedNow(line);
    expect(await viewLock(op, holderOf(line), line)).toMatchObject({ lock: null });
    await confirm(op, holderOf(line), made);
    await expect(liftLock(op, holderOf(line), line)).rejects.toMatchObject({ code: 'lock_unknown' });
  });

  it('is kept by whoever sets it again before it is lifted', async () => {
    const line = aLine();
    const set = await lockLine(op, holderOf(line), line);
    await liftLock(op, holderOf(line), line);
    expect(await lockLine(op, holderOf(line), line)).toEqual(set);
    await liftedNowIfLifting(line);
    expect((await viewLock(op, holderOf(line), line)).lock).toEqual(set);
  });

  it('is lifted by the proof of a confirmation only', async () => {
    const line = aLine();
    await lockLine(op, holderOf(line, ['sms_code']), line);
    await expect(liftLock(op, holderOf(line, ['sms_code']), line)).rejects.toMatchObject({
      code: 'factor_needed',
    });
  });

  it('does not block what was confirmed, by less proof than that had', async () => {
    const line = aLine();
    const made = await declared(op, line);
    await confirm(op, holderOf(line), made);
    await expect(lockLine(op, holderOf(line, ['sms_code']), line)).rejects.toMatchObject({
      code: 'factor_needed',
    });
    await lockLine(op, holderOf(line), line);
  });

  it('stops a case that is under way before the network is touched', async () => {
    const line = aLine();
    const made = await readyToEnd(op, line);
    await lockLine(op, holderOf(line), line);
    await running(instance.engine(), async () => {
      expect(await stuckCase(pool, made.caseId)).toMatchObject({
        stage: 'bar',
        problem: { checks: ['termination_lock'] },
      });
    });
    expect(atPeer(simulator, line.imsi)).toBe('served');
  });

  it('does not stand in the way of who must leave unnoticed, and the holder learns nothing by it', async () => {
    const home = await household(instance, 700);
    await lockLine(op, subscriberOf(home.used, PROVEN), home.used);
    const made = (await accepted(instance, home, await safeRequest(instance, home, 'end')))!;
    const before = await viewLock(op, subscriberOf(home.used, PROVEN), home.used);
    expect(before.missingToLock).toEqual({ count: 0, accepted: [] });
    await running(instance.engine(), async () => {
      expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed' });
    });
  });

  it('is nobody else’s to set, lift or see', async () => {
    const [line, other] = [aLine(), aLine()];
    for (const act of [lockLine, liftLock, viewLock])
      await expect(act(op, holderOf(other), line)).rejects.toMatchObject({ code: 'line_unknown' });
  });
});

/** Does what `liftedNow` does, where the lock is being lifted. */
async function liftedNowIfLifting({ lineId }: SeededLine): Promise<void> {
  await pool.query(
    `update line set own_holds = (
       select jsonb_agg(case when h ? 'liftsAt' then h || jsonb_build_object('liftsAt', now()) else h end)
       from jsonb_array_elements(own_holds) h) where line_id = $1`,
    [lineId],
  );
}
