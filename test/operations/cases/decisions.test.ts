import { describe, expect, it } from 'vitest';
import { eligibilityBy } from '../../../src/domain/cases/decision.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { decisionsOf, type KeptDecision } from '../../../src/store/cases/decisions.ts';
import { subscriberOf } from '../../support/actors.ts';
import { cooledOff, declared, running, stuckCase } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator, vault } = instance;
const { pool } = op;

/** Decides again, from nothing but what was kept. */
function again({ kind, opened, rules }: KeptDecision) {
  return eligibilityBy(kind, opened!.facts, op.rulebooks.asDecided(rules));
}

describe('a decision of the past', () => {
  it('is kept when it was a refusal, and comes out the same when it is decided again', async () => {
    const [line] = await seedLines(pool, vault, 1, { from: 1, simulator });
    const { caseId } = await declared(op, line!);
    await pool.query(
      `update line set holds = '[{"kind":"fraud","since":"2026-05-01","reference":"F-1"}]' where line_id = $1`,
      [line!.lineId],
    );
    await expect(confirm(op, subscriberOf(line!), { caseId })).rejects.toMatchObject({
      code: 'not_eligible',
    });
    // The hold is gone by the time that somebody asks why.
    await pool.query(`update line set holds = '[]' where line_id = $1`, [line!.lineId]);
    const kept = await decisionsOf(pool, vault, { lineId: line!.lineId });
    expect(kept.map(({ kind, verdict }) => ({ kind, verdict }))).toEqual([
      { kind: 'declaration', verdict: 'eligible' },
      { kind: 'confirmation', verdict: 'blocked' },
    ]);
    const refusal = kept[1]!;
    expect(refusal.findings).toEqual([
      expect.objectContaining({
        check: 'fraud_hold',
        effect: 'blocks',
        rule: expect.objectContaining({ id: 'cn.fraud_hold' }),
      }),
    ]);
    expect(refusal.opened!.facts.line.holds).toEqual([
      { kind: 'fraud', since: '2026-05-01', reference: 'F-1' },
    ]);
    for (const decision of kept) expect(again(decision)).toEqual(decision.opened!.eligibility);
  });

  it('is kept once for a refusal that is asked for a hundred times, and anew for what is found anew', async () => {
    const [line] = await seedLines(pool, vault, 1, { from: 9, simulator });
    const { caseId } = await declared(op, line!);
    const holds = (list: string) =>
      pool.query('update line set holds = $2 where line_id = $1', [line!.lineId, list]);
    await holds('[{"kind":"fraud","since":"2026-05-01","reference":"F-3"}]');
    for (let i = 0; i < 100; i += 1) {
      await expect(confirm(op, subscriberOf(line!), { caseId })).rejects.toMatchObject({
        code: 'not_eligible',
      });
    }
    await holds('[{"kind":"fraud","since":"2026-05-01","reference":"F-4"}]');
    await expect(confirm(op, subscriberOf(line!), { caseId })).rejects.toMatchObject({
      code: 'not_eligible',
    });
    const kept = await decisionsOf(pool, vault, { caseId });
    expect(kept.map(({ opened }) => opened!.facts.line.holds[0]?.reference)).toEqual([
      undefined,
      'F-3',
      'F-4',
    ]);
  });

  it('is kept once for a confirmation that was sent three times, in the transaction that confirms', async () => {
    const [line] = await seedLines(pool, vault, 1, { from: 2, simulator });
    const { caseId } = await declared(op, line!);
    await Promise.all([1, 2, 3].map(() => confirm(op, subscriberOf(line!), { caseId })));
    const kept = await decisionsOf(pool, vault, { caseId });
    expect(kept.map(({ kind }) => kind)).toEqual(['declaration', 'confirmation']);
    expect(again(kept[1]!)).toEqual(kept[1]!.opened!.eligibility);
  });

  it('is kept of the look before the pivot, with what stopped the case', async () => {
    const [line] = await seedLines(pool, vault, 1, { from: 3, simulator });
    const { caseId } = await declared(op, line!);
    await confirm(op, subscriberOf(line!), { caseId });
    await pool.query(
      `update line set holds = '[{"kind":"fraud","since":"2026-05-01","reference":"F-2"}]' where line_id = $1`,
      [line!.lineId],
    );
    await cooledOff(pool, caseId);
    await running(instance.engine(), () => stuckCase(pool, caseId));
    const last = (await decisionsOf(pool, vault, { caseId })).at(-1)!;
    expect(last).toMatchObject({ kind: 'recheck', verdict: 'blocked', findings: [{ check: 'fraud_hold' }] });
    expect(last.rules.running).not.toBeNull();
    expect(again(last)).toEqual(last.opened!.eligibility);
  });

  it('shows nothing in the clear, and nothing at all of an erased person but what was found', async () => {
    const [line] = await seedLines(pool, vault, 1, { from: 4, simulator });
    await declared(op, line!);
    const { rows } = await pool.query('select * from decision where line_id = $1', [line!.lineId]);
    const { inputs_enc: sealed, ...open } = rows[0];
    for (const secret of [line!.msisdn, line!.imsi, '畅享']) {
      expect(JSON.stringify(open)).not.toContain(secret);
      expect(sealed.toString('latin1')).not.toContain(secret);
    }
    await pool.query('update party set data_key_wrapped = null where party_id = $1', [line!.partyId]);
    expect((await decisionsOf(pool, vault, { lineId: line!.lineId }))[0]).toMatchObject({
      verdict: 'eligible',
      opened: null,
    });
  });
});
