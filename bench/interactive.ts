import { pino } from 'pino';
import { openMetrics } from '../src/http/kit/metrics.ts';
import { buildServer } from '../src/http/server.ts';
import { certificateServiceOf } from '../src/run/certificate-service.ts';
import { listenToDatabase } from '../src/store/case-events.ts';
import { inTransaction, openDatabase } from '../src/store/database/database.ts';
import { openSession } from '../src/store/people/sessions.ts';
import { Engine } from '../src/workflow/engine/engine.ts';
import { seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance, percentile } from './bench-instance.ts';
import { seedBulk } from './bulk-engine.ts';
import { writeStage } from './bulk-floor.ts';
import type { Figure } from './figure.ts';
import { networkLatency, SimulatedHlr } from './simulated-hlr.ts';

const A_SECOND = 20;

/** People declare and confirm at a steady rate; how long until they are off the network, and how the API feels meanwhile. */
export async function interactive(server: BenchServer, seconds: number): Promise<readonly Figure[]> {
  const chain = await bareChain(server, 200);
  const url = await server.database('interactive');
  const instance = await benchInstance(url, new SimulatedHlr());
  const { operations: op } = instance.base;
  const events = listenToDatabase(url, { due: () => engine.wake() });
  const certificates = certificateServiceOf(instance.base);
  const app = await buildServer({
    operations: op,
    certificates,
    events,
    metrics: openMetrics(op.pool),
    log: pino({ level: 'silent' }),
    publicUrl: 'http://bench.example',
    rateLimitPerMinute: 1_000_000,
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const engine = new Engine(instance.context, {});
  const total = A_SECOND * seconds;
  const lines = await seedLines(op.pool, instance.base.vault, total);
  const sessions = await Promise.all(
    lines.map((line) =>
      openSession(op.pool, op.vault, {
        partyId: line.partyId,
        lineId: line.lineId,
        factors: ['sms_code', 'document_number'],
      }),
    ),
  );
  engine.start();
  const api: number[] = [];
  const call = async (
    path: string,
    token: string,
    key: string,
    body: unknown,
  ): Promise<{ caseId: string }> => {
    const start = performance.now();
    const answer = await fetch(`${address}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': key,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    const json = await answer.json();
    api.push(performance.now() - start);
    if (!answer.ok) throw new Error(JSON.stringify(json));
    return json as { caseId: string };
  };
  const start = performance.now();
  await Promise.all(
    lines.map(async (line, i) => {
      await new Promise((resolve) =>
        setTimeout(resolve, Math.max(0, start + (i * 1000) / A_SECOND - performance.now())),
      );
      const { caseId } = await call('/terminations', sessions[i]!, `d${i}`, { lineId: line.lineId });
      await call(`/terminations/${caseId}/confirm`, sessions[i]!, `c${i}`, {});
    }),
  );
  const off = await untilClosed(url, total);
  await engine.stop();
  await app.close();
  await certificates.close();
  await events.close();
  await instance.close();
  return [
    {
      name: 'interactive, bare chain p99',
      value: percentile(chain, 0.99),
      unit: 'ms',
      note: `p50 ${percentile(chain, 0.5).toFixed(0)}, one line after another, one commit a stage`,
    },
    {
      name: 'interactive, confirm to off the network p99',
      value: percentile(off, 0.99),
      unit: 'ms',
      note: `p50 ${percentile(off, 0.5).toFixed(0)}, ${A_SECOND}/s for ${seconds} s`,
    },
    {
      name: 'interactive, p99 / bare chain p99',
      value: percentile(off, 0.99) / percentile(chain, 0.99),
      target: '<= 3',
    },
    { name: 'interactive, p50 / bare chain p50', value: percentile(off, 0.5) / percentile(chain, 0.5) },
    {
      name: 'interactive, API p99',
      value: percentile(api, 0.99),
      unit: 'ms',
      target: '<= 50',
      note: `p50 ${percentile(api, 0.5).toFixed(1)}, ${api.length} writes`,
    },
  ];
}

/** What the same stages cost at the least: the peer's time and one commit a stage, one after the other. */
async function bareChain(server: BenchServer, lines: number): Promise<number[]> {
  const seeded = await seedBulk(server, lines, 'bare_chain');
  const database = openDatabase(seeded.url, { max: 1 });
  const { rows } = await database.pool.query<{ case_id: string }>('select case_id from termination');
  const steps = [
    ['save_subscriber', 'bar', 1],
    ['bar', 'detach', 1],
    ['detach', 'remove', 2],
  ] as const;
  const times: number[] = [];
  for (const { case_id } of rows) {
    const start = performance.now();
    for (const [stage, next, calls] of steps) {
      for (let i = 0; i < calls; i++) await new Promise((resolve) => setTimeout(resolve, networkLatency()));
      await inTransaction(database.pool, (tx) => writeStage(tx, stage, next, [case_id]));
    }
    times.push(performance.now() - start);
  }
  await database.close();
  await seeded.close();
  return times;
}

async function untilClosed(url: string, total: number): Promise<number[]> {
  const database = openDatabase(url, { max: 1 });
  for (;;) {
    const { rows } = await database.pool.query<{ ms: number }>(
      `select extract(epoch from service_ended_at - confirmed_at) * 1000 as ms from termination_closed`,
    );
    if (rows.length >= total) {
      await database.close();
      return rows.map((row) => Number(row.ms));
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
