import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { advanced } from '../support/campaigns.ts';
import { commandLine } from '../support/command-line.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const handback = (...args: readonly string[]) => commandLine(instance, ['campaigns', ...args]);

it('takes a file, previews, starts alone at the machine, pauses, resumes and reports', {
  timeout: 600_000,
}, async () => {
  const lines = await seedLines(op.pool, instance.vault, 3);
  const file = join(instance.dataFolder, 'rows.csv');
  const ids = lines.map(({ lineId }) => lineId);
  writeFileSync(file, `line_id,plan\n${ids.map((id) => `${id},x\n`).join('')}=1+1,x\n`);
  // A row is wrong: the shell is told.
  expect(await handback('upload', 'sunset', file)).toMatchObject({
    code: 1,
    out: '4 rows, 1 of them wrong.\n',
  });
  const again = await handback('upload', 'sunset', file, '--json');
  expect(JSON.parse(again.out)).toMatchObject({ unchanged: true, rows: 4, validRows: 3 });
  expect((await handback('preview', 'sunset')).out).toContain('under way');
  await advanced(op);
  const shown = await handback('show', 'sunset', '--wait');
  expect(shown.out).toMatch(/Would start\s+3/);
  expect(shown.out).toMatch(/Unknown line\s+1/);
  expect(await handback('start', 'sunset')).toMatchObject({ code: 2, out: '' });
  expect((await handback('start', 'sunset', '--yes')).out).toContain('runs in the background');
  for (const [act, says] of [
    ['pause', 'waits'],
    ['resume', 'goes on'],
  ] as const)
    expect(await handback(act, 'sunset')).toMatchObject({ code: 0, out: expect.stringContaining(says) });
  await advanced(op);
  expect(JSON.parse((await handback('show', 'sunset', '--json')).out)).toMatchObject({
    state: 'finished',
    results: { started: 3 },
  });
  const report = join(instance.dataFolder, 'report.csv');
  expect((await handback('report', 'sunset', '--output', report)).err).toContain('4 rows in');
  const rows = readFileSync(report, 'utf8').trimEnd().split('\r\n');
  expect(rows[1]).toMatch(new RegExp(`^2,${ids[0]},${ids[0]},started,,Started,HB-[0-9A-Z]+,cool_off,$`));
  expect(statSync(report).mode & 0o077).toBe(0);
  const wrong = await handback('report', 'sunset', '--fault', 'any');
  expect(wrong.out.split('\r\n')[1]).toBe(`5,'=1+1,,wrong,unknown_line,There is no such line.,,,`);
  expect((await handback('list')).out).toMatch(/sunset\s+Finished\s+4\s+3\s+3/);
});

it('stops one for good, and says so of one that is not there or started at once', {
  timeout: 600_000,
}, async () => {
  const file = join(instance.dataFolder, 'none.csv');
  writeFileSync(file, 'line_id\nL0000000\n');
  await handback('upload', 'mistake', file);
  expect((await handback('stop', 'mistake', '--yes')).out).toContain('is stopped');
  expect(await handback('upload', 'mistake', file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('It was stopped, for good.'),
  });
  expect(await handback('show', 'nothing')).toMatchObject({
    code: 1,
    err: expect.stringContaining('campaign_unknown'),
  });
  const missing = await handback('upload', 'no file', join(instance.dataFolder, 'missing.csv'));
  expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('missing.csv') });
  expect((await handback('list')).out).not.toContain('no file');
  const listed = await commandLine(instance, ['campaign', '-', '--name', 'at once', '--yes'], {
    input: 'NOBODY\n',
  });
  expect(listed.out).toContain('unknown: 1');
  expect((await handback('show', 'at once')).out).toMatch(/Started at once/);
  expect(await handback('report', 'at once')).toMatchObject({ code: 1 });
  // A list under the name of one that is made of a file starts nothing.
  const taken = await commandLine(instance, ['campaign', '-', '--name', 'sunset', '--yes'], {
    input: 'NOBODY\n',
  });
  expect(taken).toMatchObject({ code: 1, err: expect.stringContaining('is made of a file') });
});
