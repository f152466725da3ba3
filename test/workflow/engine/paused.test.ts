import { expect, it } from 'vitest';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import type { Hlr } from '../../../src/ports/hlr.ts';
import type { Work } from '../../../src/store/cases/work.ts';
import { STAGE_MODULES } from '../../../src/workflow/stages/index.ts';
import { sealSnapshot } from '../../../src/workflow/stages/snapshot.ts';
import { subscriberOf } from '../../support/actors.ts';
import {
  addAccess,
  allClosed,
  atPeer,
  auditOf,
  booksOf,
  closedCase,
  readyToEnd,
} from '../../support/cases.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { imsiOf, seedCases, seedLines } from '../../support/seed.ts';
import { startWorker } from '../../support/workers.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const SHORT_LEASE = { WORKER_LEASE_MS: '4000' };

/** Until the database says that whoever held the case holds it no more. */
async function leaseOver(caseId: string): Promise<void> {
  await eventually(
    async () =>
      (
        await pool.query(
          'select lease_until < now() as over from termination where case_id = $1 and lease is not null',
          [caseId],
        )
      ).rows[0]?.over as boolean | undefined,
    (over) => over === true,
  );
}

it('deletes once when a worker sleeps past its lease in the middle of the removal and wakes up again', async () => {
  const [line, after] = await seedLines(pool, instance.vault, 2, { simulator });
  const watch = imsiOf(8_000_001);
  await addAccess(instance, line!, { accessId: 'watch-1', kind: 'companion', imsi: watch });
  const { caseId } = await readyToEnd(op, line!);
  const sleeper = await startWorker(
    { url: instance.url, dataFolder: instance.dataFolder, simulator },
    SHORT_LEASE,
  );
  // The peer has deleted, and its answer is on the way when the worker falls asleep.
  let asleep = false;
  simulator.inject({
    behaviour: ({ action }) => {
      if (action === 'delete' && !asleep) {
        asleep = true;
        sleeper.child.kill('SIGSTOP');
      }
      return 'answer';
    },
  });
  await eventually(
    async () => asleep,
    (yes) => yes,
  );
  await leaseOver(caseId);
  const engine = instance.engine();
  engine.start();
  expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'completed' });
  await engine.stop();
  sleeper.child.kill('SIGCONT');
  // It is awake and well when it has ended another case.
  const next = await readyToEnd(op, after!);
  expect(await closedCase(pool, next.caseId)).toMatchObject({ outcome: 'completed' });
  await sleeper.stop();
  expect(await sleeper.ended).toBe('0');
  simulator.inject({});
  for (const imsi of [line!.imsi, watch, after!.imsi]) {
    expect(atPeer(simulator, imsi)).toBe('absent');
    expect(simulator.effects(imsi).deleted).toBe(1);
  }
  expect(await booksOf(pool, line!)).toMatchObject({ status: 'ended', finals: 1, certificates: 1 });
  const audit = await auditOf(pool, caseId);
  expect(new Set(audit).size).toBe(audit.length);
});

it('does not bar a line again that was given back while its worker slept', async () => {
  const [line, after] = await seedLines(pool, instance.vault, 2, { from: 10, simulator });
  const others = [imsiOf(8_000_011), imsiOf(8_000_012), imsiOf(8_000_013)];
  for (const [i, imsi] of others.entries())
    await addAccess(instance, line!, { accessId: `watch-1${i}`, kind: 'companion', imsi });
  const { caseId } = await readyToEnd(op, line!);
  const sleeper = await startWorker(
    { url: instance.url, dataFolder: instance.dataFolder, simulator },
    SHORT_LEASE,
  );
  let asleep = false;
  simulator.inject({
    behaviour: ({ action }) => {
      if (action === 'access_mode' && !asleep) {
        asleep = true;
        sleeper.child.kill('SIGSTOP');
      }
      return 'answer';
    },
  });
  await eventually(
    async () => asleep,
    (yes) => yes,
  );
  await leaseOver(caseId);
  expect((await withdraw(op, subscriberOf(line!), { caseId })).effect).toBe('undoing');
  const engine = instance.engine();
  engine.start();
  expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'withdrawn' });
  await engine.stop();
  sleeper.child.kill('SIGCONT');
  const next = await readyToEnd(op, after!);
  await closedCase(pool, next.caseId);
  await sleeper.stop();
  simulator.inject({});
  for (const imsi of [line!.imsi, ...others]) expect(atPeer(simulator, imsi)).toBe('served');
  expect(await booksOf(pool, line!)).toMatchObject({ status: 'active', ledger: 'assigned', finals: 0 });
});

it('makes no further call for a case whose lease ran out during the one before', async () => {
  const asked: string[] = [];
  const dataKey = instance.vault.newDataKey();
  const barred = (n: number) => ({
    ...{ imsi: imsiOf(n), msisdn: null, csEnabled: false, psEnabled: false, servingNodes: [] },
  });
  const work = {
    ...{
      stage: 'remove',
      caseId: 'c',
      plan: [],
      evidence: [],
      msisdn: null,
      resumed: true,
      key: { dataKey },
    },
    snapshotEnc: sealSnapshot(instance.vault, dataKey, { 1: barred(1), 2: barred(2) }),
    leaseEnds: Number.POSITIVE_INFINITY,
    accesses: [1, 2].map((n) => ({ accessId: String(n), kind: 'sim', imsi: imsiOf(n), iccid: '' })),
  } as unknown as Work;
  const hlr = {
    ...{ element: 'slow', callTimeoutMs: 3_000 },
    lookup: async (imsi: string) => {
      asked.push(imsi);
      work.leaseEnds = performance.now();
      return { value: barred(1), answers: [] };
    },
  } as unknown as Hlr;
  const [outcome] = await Promise.all(STAGE_MODULES.remove.run([work], { ...instance.context, hlr }));
  expect(outcome).toMatchObject({ kind: 'retry', code: 'lease_short' });
  expect(asked).toEqual([imsiOf(1)]);
});

it('does every effect once when two workers share three hundred cases', async () => {
  const lines = await seedLines(pool, instance.vault, 300, { from: 1_000, simulator });
  const rules = op.rulebooks.current('cn', 'CN-BJ', new Date());
  const worker = await startWorker({ url: instance.url, dataFolder: instance.dataFolder, simulator });
  const engine = instance.engine({ capacity: 40, commitSize: 16 });
  engine.start();
  // In portions, so that both find something whenever they look.
  for (let from = 0; from < lines.length; from += 30)
    await seedCases(pool, lines.slice(from, from + 30), { rulebookVersion: rules.version });
  await allClosed(pool);
  await engine.stop();
  await worker.stop();
  for (const { imsi } of lines) {
    const { barred, restored, keysRemoved, deleted } = simulator.effects(imsi);
    expect({ barred, restored, keysRemoved, deleted }).toEqual({
      barred: 1,
      restored: 0,
      keysRemoved: 2,
      deleted: 1,
    });
  }
  const { rows } = await pool.query(
    `select (select count(*)::int from termination_closed where outcome = 'completed' and line_id = any($1)) as closed,
       (select count(distinct line_id)::int from billing_invoice where line_id = any($1)) as billed,
       (select count(*)::int from billing_invoice where line_id = any($1)) as bills,
       (select count(*)::int from certificate where line_id = any($1)) as certificates,
       (select count(*)::int from (select 1 from audit where line_id = any($1) group by line_id, action having count(*) > 1) d) as doubled`,
    [lines.map((l) => l.lineId)],
  );
  expect(rows[0]).toEqual({ closed: 300, billed: 300, bills: 300, certificates: 300, doubled: 0 });
});
