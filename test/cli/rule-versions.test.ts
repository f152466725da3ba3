import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { rulebookText } from '../domain/fixtures.ts';
import { subscriberOf } from '../support/actors.ts';
import { declared } from '../support/cases.ts';
import { commandLine } from '../support/command-line.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const rules = (...args: string[]) => commandLine(instance, ['rules', ...args]);

it('proposes a changed file, says what differs, tries it on past decisions and puts it in force', async () => {
  const [line] = await seedLines(op.pool, vault, 1);
  const { caseId, reference } = await declared(op, line!);
  await confirm(op, subscriberOf(line!), { caseId });
  const folder = join(instance.dataFolder, 'my-rules');
  mkdirSync(folder);
  const changed = rulebookText('cn.yaml')
    .replace(`version: '2026.1'`, `version: '2026.2'`)
    .replace(
      'billing_end: { version: 1, source: unicom_app, clause: takes effect next month, policy: end_of_month }',
      `billing_end:
    - { version: 1, source: unicom_app, clause: takes effect next month, policy: end_of_month }
    - { version: 2, from: 2031-06-01, source: unicom_app, policy: next_month_end }`,
    );
  writeFileSync(join(folder, 'cn.yaml'), changed);

  expect((await rules('difference', 'cn', '--folder', folder)).out).toBe(
    'Last day that is billed (Everywhere): the end of that month → the end of the month after it; from 2031-06-01; Source: China Unicom app: conditions of online cancelling (as described by public pages). takes effect next month → China Unicom app: conditions of online cancelling (as described by public pages)\n',
  );
  const report = join(instance.dataFolder, 'changes.csv');
  const tried = await rules('simulate', 'cn', '--folder', folder, '--report', report, '--json');
  expect(JSON.parse(tried.out)).toMatchObject({
    version: '2026.2+demo',
    on: '2031-06-01',
    replayed: 1,
    billing_end: 1,
  });
  const [head, row, ...none] = readFileSync(report, 'utf8').trimEnd().split('\n');
  expect(head).toContain('service_end_before,service_end_after');
  expect(row).toContain(`${reference},`);
  expect(row).toContain('billing_end cn.billing_end/1 cn.billing_end/2');
  expect(none).toEqual([]);
  const earlier = await rules('simulate', 'cn', '--folder', folder, '--on', '2031-05-31', '--json');
  expect(JSON.parse(earlier.out)).toMatchObject({ replayed: 1, unchanged: 1 });

  expect((await rules('propose', folder)).out).toBe('cn 2026.2+demo: proposed; two people put it in force\n');
  const listed = JSON.parse((await rules('list', '--json')).out) as { version: string; state: string }[];
  expect(listed).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ jurisdiction: 'cn', version: '2026.1+demo', state: 'in_force' }),
      expect.objectContaining({ jurisdiction: 'cn', version: '2026.2+demo', state: 'proposed' }),
    ]),
  );
  // What is kept needs no folder.
  const kept = await rules('simulate', 'cn', '2026.2+demo', '--json');
  expect(JSON.parse(kept.out)).toMatchObject({ on: '2031-06-01', replayed: 1, billing_end: 1 });
  // Without a consent nothing is put in force.
  expect((await rules('adopt', 'cn', '2026.2+demo', '--reason', 'ticket 4711')).code).toBe(2);
  expect(await rules('adopt', 'cn', '2026.2+demo', '--reason', 'ticket 4711', '--yes')).toMatchObject({
    code: 0,
    out: 'cn 2026.2+demo is in force.\n',
  });
  await op.rulebooks.reload();
  expect(op.rulebooks.inForce('cn').version).toBe('2026.2+demo');
  const { rows } = await op.pool.query<{ facts: Record<string, unknown>; actor: string }>(
    `select actor, facts from audit where action = 'rulebook_adopted'`,
  );
  expect(rows[0]).toMatchObject({
    actor: expect.stringMatching(/^staff:cli:/),
    facts: { reason: 'ticket 4711' },
  });
  // A file that decides and changes without a new version is refused; one that is broken proposes nothing.
  writeFileSync(join(folder, 'cn.yaml'), changed.replace('next_month_end', 'service_end'));
  const same = await rules('propose', folder);
  expect(same.code).toBe(1);
  expect(same.err).toContain('give the changed file a new version');
  writeFileSync(join(folder, 'cn.yaml'), `${changed}\nfees: 1\n`);
  expect((await rules('propose', folder)).err).toContain('fees');
});

it('checks what a server would read, and names the files that it would pass over', async () => {
  const folder = join(instance.dataFolder, 'called-otherwise');
  mkdirSync(folder);
  for (const name of ['cn.yaml', 'CN.yaml', 'de.yml', 'cn-2027.yaml'])
    writeFileSync(join(folder, name), rulebookText('cn.yaml'));
  writeFileSync(join(folder, 'short.yaml'), rulebookText('demo.yaml'));
  const { out, err: error } = await rules('check', folder);
  expect(out).toMatch(/^cn 2026\.1\+demo: good/);
  expect(out).toContain('rulebook/demo.yaml');
  expect(error).toContain('CN.yaml, cn-2027.yaml, de.yml');
  expect(error).not.toContain('short.yaml');
  expect((await rules('check', '--overlay', join(folder, 'nothing.yaml'))).code).not.toBe(0);
});
