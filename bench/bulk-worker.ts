import { pino } from 'pino';
import { deskOf } from '../src/cli/house.ts';
import { listenToDatabase } from '../src/http/case-events.ts';
import { openMetrics } from '../src/http/metrics.ts';
import { buildServer } from '../src/http/server.ts';
import { Engine } from '../src/workflow/engine.ts';
import { openBenchHouse } from './bench-house.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

// Server and worker in one process, until the given number of lines is closed. Prints one line of JSON.
const [url = '', dataFolder = '', lines = '0'] = process.argv.slice(2);
const hlr = new SimulatedHlr();
const { base, context } = await openBenchHouse(url, dataFolder, hlr);
const events = listenToDatabase(url);
const metrics = openMetrics(base.database.pool);
const desk = deskOf(base);
const app = await buildServer({
  operations: base.operations,
  desk,
  events,
  metrics,
  log: pino({ level: 'silent' }),
  publicUrl: 'http://bench.example',
});
await app.listen({ host: '127.0.0.1', port: 0 });

let peak = 0;
const memory = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 100);
let closed = 0;
let finished: () => void = () => undefined;
const done = new Promise<void>((resolve) => {
  finished = resolve;
});
const engine = new Engine(
  context,
  { idleMs: 50 },
  {
    onCommit: (committed) => {
      metrics.committed(committed);
      closed += committed.filter((c) => c.from === 'close').length;
      if (closed >= Number(lines)) finished();
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
await app.close();
await desk.close();
await events.close();
await base.close();
process.stdout.write(JSON.stringify({ seconds, peakRssMb: peak / 2 ** 20, deleted: hlr.deleted }));
