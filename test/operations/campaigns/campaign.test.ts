import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/operations/access/actor.ts';
import type { CampaignRow } from '../../../src/operations/campaigns/decided-line.ts';
import { startCampaign } from '../../../src/operations/campaigns/start-campaign.ts';
import { viewCase } from '../../../src/operations/cases/view-case.ts';
import { holderCopy } from '../../../src/operations/certificates/holder-copy.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { countZombies } from '../../../src/operations/esim/count-zombies.ts';
import { devicesOfCase } from '../../../src/operations/esim/devices-of-case.ts';
import { receiptOf, staffNamed, subscriberOf, VISITOR } from '../../support/actors.ts';
import { atPeer, auditOf, booksOf, completed, cooledOff, declared, running } from '../../support/cases.ts';
import { profileIccid, seedProfiles, TestDevice } from '../../support/esim.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const staff = staffNamed('lin');
let from = 0;

const linesOf = async (count: number): Promise<readonly SeededLine[]> => {
  const lines = await seedLines(pool, instance.vault, count, { from, simulator });
  from += count;
  return lines;
};
async function* listed(ids: readonly string[]): AsyncGenerator<string> {
  yield* ids;
}
async function start(
  name: string,
  ids: readonly string[],
  options: { readonly dryRun?: boolean; readonly op?: Operations; readonly actor?: Actor } = {},
): Promise<{ rows: CampaignRow[]; parts: number[] }> {
  const rows: CampaignRow[] = [];
  const parts: number[] = [];
  for await (const part of startCampaign(options.op ?? op, options.actor ?? staff, {
    name,
    lineIds: listed(ids),
    dryRun: options.dryRun ?? false,
  })) {
    rows.push(...part);
    parts.push(part.length);
  }
  return { rows, parts };
}
const byReference = (row: CampaignRow) => viewCase(op, staff, { reference: row.reference! });
const held = (line: SeededLine, kind: string): Promise<unknown> =>
  pool.query('update line set holds = $2 where line_id = $1', [
    line.lineId,
    JSON.stringify([{ kind, since: '2026-01-01', reference: 'F1' }]),
  ]);

describe('a campaign', () => {
  it('ends lines also where their holders would have to come in person', async () => {
    const [line] = await linesOf(1);
    await pool.query(`update line set province = 'CN-HA' where line_id = $1`, [line!.lineId]);
    const { rows } = await start('in person', [line!.lineId]);
    expect(rows).toMatchObject([{ result: 'started', checks: [] }]);
    expect(await byReference(rows[0]!)).toMatchObject({ record: { channel: 'store' } });
  });

  it('says of each line of its list what becomes of it, in the order of the list', async () => {
    const [free, open, ended, blocked] = await linesOf(4);
    await declared(op, open!);
    await pool.query(`update line set status = 'ended' where line_id = $1`, [ended!.lineId]);
    await held(blocked!, 'fraud');
    const ids = [free!, open!, ended!, blocked!].map(({ lineId }) => lineId);
    const { rows } = await start('switch-off', [...ids, 'NOBODY', free!.lineId]);
    expect(rows).toHaveLength(5);
    expect(rows).toMatchObject([
      { lineId: ids[0], result: 'started', checks: [], reference: expect.stringMatching(/^HB-/) },
      { lineId: ids[1], result: 'open_already', checks: [], reference: null },
      { lineId: ids[2], result: 'ended_already', checks: [], reference: null },
      { lineId: ids[3], result: 'blocked', checks: ['fraud_hold'], reference: null },
      { lineId: 'NOBODY', result: 'unknown', checks: [], reference: null },
    ]);
    const { record } = await byReference(rows[0]!);
    expect(record).toMatchObject({ lineId: free!.lineId, stage: 'cool_off' });
    expect(record.confirmedAt).toBeInstanceOf(Date);
  });

  it('cannot tell of a line whose billing system does not answer, and starts it the next time', async () => {
    const [line] = await linesOf(1);
    const silent: Operations = {
      ...op,
      billing: {
        ...op.billing,
        standing: async (accounts) => accounts.map(() => ({ known: false, system: 'billing' })),
      },
    };
    const { rows } = await start('silent', [line!.lineId], { op: silent });
    expect(rows[0]).toMatchObject({ result: 'cannot_tell', reference: null });
    expect(rows[0]!.checks.length).toBeGreaterThan(0);
    expect((await start('silent', [line!.lineId])).rows[0]).toMatchObject({ result: 'started' });
  });

  it('decides and starts nothing when it is only tried', async () => {
    const [free, blocked] = await linesOf(2);
    await held(blocked!, 'legal');
    const ids = [free!.lineId, blocked!.lineId];
    const { rows } = await start('try', ids, { dryRun: true });
    expect(rows.map(({ result, reference }) => [result, reference])).toEqual([
      ['would_start', null],
      ['blocked', null],
    ]);
    // Nothing is under way: the list starts when it is meant.
    expect((await start('try', ids)).rows.map(({ result }) => result)).toEqual(['started', 'blocked']);
  });

  it('sent again starts only what is not under way', async () => {
    const lines = await linesOf(3);
    const ids = lines.map(({ lineId }) => lineId);
    await held(lines[2]!, 'fraud');
    const first = await start('again', ids);
    expect(first.rows.map(({ result }) => result)).toEqual(['started', 'started', 'blocked']);
    await pool.query(`update line set holds = '[]' where line_id = $1`, [ids[2]]);
    const second = await start('again', ids);
    expect(second.rows.map(({ result }) => result)).toEqual(['open_already', 'open_already', 'started']);
  });

  it('sent twice at once opens one case a line', async () => {
    const lines = await linesOf(40);
    const ids = lines.map(({ lineId }) => lineId);
    const [one, other] = await Promise.all([start('race', ids), start('race', ids.toReversed())]);
    const results = [...one.rows, ...other.rows].filter(({ result }) => result === 'started');
    expect(results.map(({ lineId }) => lineId).sort()).toEqual(ids);
    const all = [...one.rows, ...other.rows].map(({ result }) => result);
    expect(new Set(all)).toEqual(new Set(['started', 'open_already']));
  });

  it('takes a list of any length in parts', async () => {
    const lines = await linesOf(1_203);
    const { rows, parts } = await start(
      'long',
      lines.map(({ lineId }) => lineId),
    );
    expect(parts).toEqual([500, 500, 203]);
    expect(rows.every(({ result }) => result === 'started')).toBe(true);
    expect(new Set(rows.map(({ reference }) => reference)).size).toBe(1_203);
  });

  it('is for nobody but the operator', async () => {
    const [line] = await linesOf(1);
    const actors: Actor[] = [
      VISITOR,
      receiptOf({ reference: 'HB-1', receiptSecret: 'x' }),
      subscriberOf(line!, ['sms_code']),
    ];
    for (const actor of actors)
      await expect(start('mine', [line!.lineId], { actor })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await start('mine', [line!.lineId])).rows[0]).toMatchObject({ result: 'started' });
  });

  it('ends each line like any other, with a certificate, and its name stands in the audit log', async () => {
    const lines = await linesOf(12);
    const { rows } = await start(
      '3G switch-off',
      lines.map(({ lineId }) => lineId),
    );
    const cases = await Promise.all(rows.map(byReference));
    await running(instance.engine(), async () => {
      for (const { record } of cases) await cooledOff(pool, record.caseId);
      await completed(pool, lines);
    });
    for (const [i, line] of lines.entries()) {
      const { caseId } = cases[i]!.record;
      expect(atPeer(simulator, line.imsi)).toBe('absent');
      expect(await booksOf(pool, line)).toMatchObject({ status: 'ended', finals: 1, certificates: 1 });
      const { claims } = await holderCopy(op, staff, { caseId });
      expect(claims.caseReference).toBe(rows[i]!.reference);
      expect((await auditOf(pool, caseId))[0]).toBe('declared');
    }
    const { rows: audit } = await pool.query(
      `select actor, facts from audit where case_id = $1 and action = 'declared'`,
      [cases[0]!.record.caseId],
    );
    expect(audit).toMatchObject([{ actor: 'staff:lin' }]);
    expect(JSON.stringify(audit[0].facts)).toContain('3G switch-off');
  });

  it('waits for the eSIM devices of a line, and the ledger of zombies tells its name', async () => {
    const [line] = await linesOf(1);
    const iccid = profileIccid(90_000);
    await seedProfiles(pool, line!, [{ iccid, eid: new TestDevice(90_000).eid }]);
    const { rows } = await start('eSIM campaign', [line!.lineId]);
    const { record } = await byReference(rows[0]!);
    const view = await devicesOfCase(op, staff, { caseId: record.caseId });
    expect(view.devices).toMatchObject([{ iccid, status: 'requested' }]);
    expect(view.waitUntil!.getTime()).toBeGreaterThan(Date.now());
    await pool.query(`update unbinding set result = 'unreachable', ended_at = now() where case_id = $1`, [
      record.caseId,
    ]);
    expect(await countZombies(op, staff, { by: 'campaign' })).toMatchObject([{ group: 'eSIM campaign' }]);
  });
});
