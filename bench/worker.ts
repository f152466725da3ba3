import { pino } from 'pino';
import { createOsmoHlr } from '../src/connectors/osmo-hlr/driver.ts';
import { openMetrics } from '../src/http/kit/metrics.ts';
import { buildServer } from '../src/http/server.ts';
import { certificateServiceOf } from '../src/run/certificate-service.ts';
import { listenToDatabase } from '../src/store/case-events.ts';
import { Engine } from '../src/workflow/engine/engine.ts';
import { isClosed } from '../src/workflow/engine/record.ts';
import { openBenchInstance } from './bench-instance.ts';
import { SimulatedHlr } from './simulated-hlr.ts';
import type { Walked } from './worker-process.ts';

// Server and worker in one process, as `handback serve` is. Each message of its parent is a number of due lines: walks them until
// they are closed, and answers how long that took. Ends with its parent.
const [url = '', dataFolder = '', osmoHlrHost = ''] = process.argv.slice(2);
const simulated = osmoHlrHost === '' ? new SimulatedHlr() : null;
const hlr = simulated ?? createOsmoHlr({ host: osmoHlrHost });
const { base, context } = await openBenchInstance(url, dataFolder, hlr);
const events = listenToDatabase(url);
const metrics = openMetrics(base.database.pool);
const certificates = certificateServiceOf(base);
const app = await buildServer({
  operations: base.operations,
  certificates,
  events,
  metrics,
  log: pino({ level: 'silent' }),
  publicUrl: 'http://bench.example',
});
await app.listen({ host: '127.0.0.1', port: 0 });

process.on('message', (lines: number) => {
  walk(lines).then((walked) => process.send!(walked));
});
process.on('disconnect', async () => {
  await app.close();
  await certificates.close();
  await events.close();
  await base.close();
  await hlr.close();
});
process.send!('ready');

async function walk(lines: number): Promise<Walked> {
  let peak = 0;
  const memory = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 100);
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let closed = 0;
  const engine = new Engine(
    context,
    { idleMs: 50 },
    {
      onCommit: (recorded) => {
        metrics.recorded(recorded);
        closed += recorded.filter(isClosed).length;
        if (closed >= lines) resolve();
      },
      onFault: (where, error) => console.error('fault', where, error),
    },
  );
  const start = performance.now();
  engine.start();
  await done;
  const seconds = (performance.now() - start) / 1000;
  clearInterval(memory);
  await engine.stop();
  return { seconds, peakRssMb: peak / 2 ** 20, deleted: simulated?.deleted ?? null };
}
