import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchServer } from './bench-instance.ts';
import type { Figure } from './figure.ts';

const HEADER =
  'line_id,msisdn,imsi,iccid,access_kind,holder_id,holder_kind,holder_name,account_id,currency,payment,plan_name,monthly_fee,jurisdiction,province,opened_on,opened_channel';

/** One file of many lines through the command line, as an operator would; the largest its process ever was. */
export async function importing(server: BenchServer, rows: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'handback-import-'));
  const file = join(folder, 'lines.csv');
  await writeLines(file, rows);
  const url = await server.database('importing');
  const start = performance.now();
  const { peakKb, code } = await run(file, { DATABASE_URL: url, HANDBACK_DATA: join(folder, 'data') });
  const seconds = (performance.now() - start) / 1000;
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  return [
    {
      name: 'import',
      value: rows / seconds,
      unit: 'rows/s',
      note: `${rows} rows in ${seconds.toFixed(0)} s`,
    },
    { name: 'import, memory', value: peakKb / 1024, unit: 'MB RSS', target: '<= 200 at a million rows' },
  ];
}

async function writeLines(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write(`${HEADER}\n`);
  for (let i = 0; i < rows; i++) {
    const n = String(i).padStart(7, '0');
    const row = `L${n},+861700${n},00101${n.padStart(10, '0')},8986001${n.padStart(11, '0')}1,sim,P${n},natural,张三,A${n},CNY,postpaid,畅享 39,39.00,cn,CN-BJ,2020-05-17,online\n`;
    if (!out.write(row)) await new Promise<void>((resolve) => out.once('drain', resolve));
  }
  await new Promise<void>((resolve) => out.end(resolve));
}

function run(file: string, environment: NodeJS.ProcessEnv): Promise<{ peakKb: number; code: number | null }> {
  const root = join(import.meta.dirname, '..');
  const flags = [
    '--disable-warning=ExperimentalWarning',
    '--import',
    join(root, 'src', 'tsx-loader.ts'),
    join(root, 'src', 'main.ts'),
  ];
  const child = spawn(process.execPath, [...flags, 'import', file], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peakKb = 0;
  const watch = setInterval(() => {
    try {
      const high = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      peakKb = Math.max(peakKb, Number(high?.[1] ?? 0));
    } catch {
      // It has just ended.
    }
  }, 100);
  return new Promise((resolve) =>
    child.on('exit', (code) => {
      clearInterval(watch);
      resolve({ peakKb, code });
    }),
  );
}
