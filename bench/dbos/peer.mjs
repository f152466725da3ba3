// The same recorded steps on DBOS, one workflow a line. Run by bench/bulk.ts; prints one line of JSON.
// Tuning: pool of 40 for its own database, 20 for ours, no tracing, errors only in the log, CONCURRENCY lines at once.
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import { writeStage } from '../bulk-floor.ts';
import { answerAfter, networkLatency } from '../simulated-hlr.ts';

const [databaseUrl, concurrency, alone] = process.argv.slice(2);
const STAGES = [
  'save_subscriber',
  'bar',
  'detach',
  'remove',
  'settle',
  'quarantine',
  'prove_absent',
  'certify',
  'notify',
  'close',
];
/** Calls to the network in each stage, as the HLR stages make them. */
const CALLS = { save_subscriber: 1, bar: 1, detach: 2, remove: 1, prove_absent: 1 };

/** Alone, the peers answer at once: what is measured is the library. */
let quick = false;
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });

async function stage(name, next, caseId) {
  for (let i = 0; i < (CALLS[name] ?? 0); i++) await answerAfter(quick ? 0 : networkLatency());
  const client = await pool.connect();
  try {
    await client.query('begin');
    await writeStage(client, name, next, [caseId]);
    await client.query('commit');
  } finally {
    client.release();
  }
  return name;
}

const end = DBOS.registerWorkflow(
  async (caseId) => {
    for (const [i, name] of STAGES.entries())
      await DBOS.runStep(() => stage(name, STAGES[i + 1] ?? 'close', caseId), { name });
  },
  { name: 'endLine' },
);

DBOS.setConfig({
  name: 'peer',
  systemDatabaseUrl: databaseUrl.replace(/\/[^/]*$/, '/dbos_sys'),
  systemDatabasePoolSize: 40,
  logLevel: 'error',
});
await DBOS.launch();
const { rows } = await pool.query('select case_id from termination order by case_id');
const ids = rows.map((row) => row.case_id);

quick = true;
const times = [];
for (const id of ids.splice(0, Number(alone))) {
  const start = performance.now();
  await (await DBOS.startWorkflow(end)(id)).getResult();
  times.push(performance.now() - start);
}
quick = false;
times.sort((a, b) => a - b);

const lines = ids.length;
const start = performance.now();
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop())
      await (await DBOS.startWorkflow(end)(id)).getResult();
  }),
);
const seconds = (performance.now() - start) / 1000;
process.stdout.write(
  `${JSON.stringify({ lines, seconds, aloneMs: times[Math.floor(times.length / 2)] ?? null })}\n`,
);
await DBOS.shutdown();
await pool.end();
