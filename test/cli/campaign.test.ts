import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { pool } = instance.operations;
const handback = (args: readonly string[], input?: string) =>
  commandLine(
    instance,
    ['campaign', ...args, ...(args.includes('--dry-run') ? [] : ['--yes'])],
    input === undefined ? {} : { input },
  );

it('starts a list, writes a report, and tells the shell that a line was left', async () => {
  const lines = await seedLines(pool, instance.vault, 3);
  await pool.query(
    `update line set holds = '[{"kind":"fraud","since":"2026-01-01","reference":"F1"}]' where line_id = $1`,
    [lines[2]!.lineId],
  );
  const file = join(instance.dataFolder, 'list.txt');
  const report = join(instance.dataFolder, 'report.csv');
  const ids = lines.map(({ lineId }) => lineId);
  // As an editor on Windows leaves it: a byte order mark, empty lines, blanks.
  writeFileSync(file, `\uFEFF${ids[0]}\r\n\r\n  ${ids[1]}  \r\n${ids[2]}\r\n=EVIL\r\n`);

  const tried = await handback([file, '--name', 'switch-off', '--dry-run']);
  expect(tried).toMatchObject({ code: 1, out: 'would start: 2\nblocked: 1\nunknown: 1\n' });
  const { rows: none } = await pool.query('select 1 from termination');
  expect(none).toEqual([]);

  const meant = await handback([file, '--name', 'switch-off', '--report', report, '--json']);
  expect(meant.code).toBe(1);
  expect(JSON.parse(meant.out)).toEqual({ started: 2, blocked: 1, unknown: 1 });
  const [header, ...rows] = readFileSync(report, 'utf8').trimEnd().split('\n');
  expect(header).toBe('line_id,result,checks,reference');
  expect(rows[0]).toMatch(new RegExp(`^${ids[0]},started,,HB-[0-9A-Z]+$`));
  expect(rows[2]).toBe(`${ids[2]},blocked,fraud_hold,`);
  // What a spreadsheet would take for a formula is no formula in the report.
  expect(rows[3]).toMatch(/^"?'=EVIL"?,unknown,,$/);

  const again = await handback(['-', '--name', 'switch-off'], `${ids[0]}\n${ids[1]}\n`);
  expect(again).toMatchObject({ code: 0, out: 'open_already: 2\n' });
});

it('starts nothing where its report cannot be written', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 10 });
  const report = join(instance.dataFolder, 'missing', 'report.csv');
  const answer = await handback(['-', '--name', 'x', '--report', report], `${line!.lineId}\n`);
  expect(answer).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^handback: .*ENOENT/) });
  const { rows } = await pool.query('select 1 from termination where line_id = $1', [line!.lineId]);
  expect(rows).toEqual([]);
});

it('never writes its report over its list, and tells a full disk without a stack', async () => {
  const file = join(instance.dataFolder, 'only-list.txt');
  writeFileSync(file, 'X1\n');
  const over = await handback([file, '--name', 'x', '--report', file]);
  expect(over).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^handback: .* is the list itself/),
  });
  expect(readFileSync(file, 'utf8')).toBe('X1\n');
  const full = await handback([file, '--name', 'x', '--report', '/dev/full']);
  expect(full).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^handback: ENOSPC.*\n$/) });
});

it('refuses what is no list of lines', async () => {
  for (const list of ['X1\n\0\n', 'x'.repeat(10_000)])
    expect(await handback(['-', '--name', 'x'], list)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('(request_invalid)'),
    });
  expect(await handback(['-', '--name', ' '], 'X1\n')).toMatchObject({ code: 1, out: '' });
});

it('ends quietly when its reader has enough', async () => {
  const child = spawn(process.execPath, ['--import', './src/tsx-loader.ts', 'src/main.ts', '--help'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const [err] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect({ code: child.exitCode, err }).toEqual({ code: 0, err: '' });
});

it('says so of an empty list, and needs a name and a file that is there', async () => {
  expect(await handback(['-', '--name', 'none'], '')).toMatchObject({ code: 0, out: 'The list is empty.\n' });
  expect(await handback(['-'], 'L1\n')).toMatchObject({ code: 2, out: '' });
  const missing = await handback([join(instance.dataFolder, 'missing.txt'), '--name', 'x']);
  expect(missing).toMatchObject({ code: 1, out: '' });
  expect(missing.err).toContain('missing.txt');
});
