import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { LINE_COLUMN_NAMES } from '../../src/domain/lines/line-columns.ts';
import { testDatabase } from '../support/database.ts';
import { lineFields } from '../support/line-fields.ts';

const database = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'handback-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEADER = LINE_COLUMN_NAMES.join(',');
const row = (n: number, changes: Record<string, string> = {}): string => {
  const fields = lineFields(n, changes);
  return LINE_COLUMN_NAMES.map((name) => fields[name] ?? '').join(',');
};
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>console.error('maxRSS='+process.resourceUsage().maxRSS))`;

async function handback(
  args: readonly string[],
  options: { language?: string; input?: string; heapMb?: number } = {},
) {
  const child = spawn(
    process.execPath,
    [
      ...(options.heapMb === undefined ? [] : [`--max-old-space-size=${options.heapMb}`]),
      '--import',
      TELL_MEMORY,
      '--import',
      './src/tsx-loader.ts',
      'src/main.ts',
      ...args,
    ],
    {
      env: {
        PATH: process.env['PATH'],
        HANDBACK_DATA: join(folder, 'data'),
        DATABASE_URL: database.url,
        LANG: options.language ?? 'C.UTF-8',
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  child.stdin.end(options.input ?? '');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err, maxRssMb: Number(/maxRSS=(\d+)/.exec(err)?.[1]) / 1024 };
}

test('a file is imported; bad rows are listed in the reader’s language and tell the shell', async () => {
  const file = join(folder, 'lines.csv');
  writeFileSync(file, [HEADER, row(1), row(2, { payment: 'barter' }), ''].join('\n'));
  const first = await handback(['import', file, '--json'], { language: 'zh_CN.UTF-8' });
  expect(first.code).toBe(1);
  expect(JSON.parse(first.out)).toMatchObject({
    rows: 2,
    created: 1,
    failed: 1,
    written: true,
    errors: `${file}.errors.csv`,
  });
  expect(readFileSync(`${file}.errors.csv`, 'utf8')).toBe(
    '\uFEFFrow,line_id,field,code,message\r\n3,L2,payment,field_invalid,"内容不能使用：只能是：prepaid, postpaid。"\r\n',
  );
  const second = await handback(['import', '-', '--format', 'csv', '--errors', join(folder, 'e.csv')], {
    input: `${HEADER}\n${row(1)}\n`,
  });
  expect(second).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 rows: 0 created, 0 updated, 1 unchanged, 0 duplicate, 0 bad'),
  });
});

test('a file that cannot be understood is named with its fault; the error file is never the file itself', async () => {
  const file = join(folder, 'bad.csv');
  writeFileSync(file, 'line_id,misdn\nL1,x\n');
  expect(await handback(['import', file])).toMatchObject({
    code: 1,
    err: expect.stringContaining('"misdn" (msisdn?)'),
  });
  expect(await handback(['import', file, '--errors', file])).toMatchObject({
    code: 1,
    err: expect.stringContaining('--errors'),
  });
  expect(readFileSync(file, 'utf8')).toContain('misdn');
});

test('200,000 rows need no more memory than a few', async () => {
  const file = join(folder, 'large.csv');
  const out = createWriteStream(file);
  out.write(`${HEADER}\n`);
  // Two thousand lines, again and again: everything but the writing is done for each row, and kept would be 500 MB.
  for (let n = 0; n < 200_000; n += 2_000) {
    const rows = Array.from({ length: 2_000 }, (_, i) => row(10_000 + i));
    if (!out.write(`${rows.join('\n')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  // The heap has no room for the rows, and garbage that a busy machine collects late counts for nothing.
  const done = await handback(['import', file, '--json'], { heapMb: 160 });
  expect(JSON.parse(done.out)).toMatchObject({
    rows: 200_000,
    created: 2_000,
    duplicates: 198_000,
    failed: 0,
  });
  expect(done.maxRssMb).toBeLessThan(500);
}, 180_000);
