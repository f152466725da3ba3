import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../certificate/fixtures.ts';
import { cardOf, confirmed, endedByHand } from '../support/cards.ts';
import { inProcess } from '../support/in-process.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';
import { today } from '../support/today.ts';

const instance = await testInstance();
const { operations: op } = instance;
const folder = temporaryFolder();
const lines = await seedLines(op.pool, op.vault, 3);
const references: string[] = [];
for (const line of lines) {
  const made = await confirmed(op, line);
  await endedByHand(op, made);
  references.push(made.reference);
}
const cards = lines.map(cardOf);
const handback = (...args: string[]) => inProcess(instance, ['cards', ...args]);
const inChinese = (...args: string[]) => inProcess(instance, ['cards', ...args], { LANG: 'zh_CN.UTF-8' });
/** Somebody else's account on the machine: two people sign for a hand-over. */
const signedByAnother = () =>
  op.pool.query(
    `update custody_move set signed_by = 'staff:cli:another' where batch_id is not null or bag_id is not null`,
  );

it('takes cards in, moves them, names every difference, closes and records the destruction', async () => {
  const bag = (await handback('bag', 'open')).out.trim();
  expect(bag).toMatch(/^BG-[0-9A-Z]{8}$/);
  const taken = await handback('take-in', cards[0]!, '--bag', bag);
  expect(taken).toMatchObject({ code: 0, out: expect.stringContaining(references[0]!) });
  const label = (await handback('label', references[1]!)).out.trim();
  await handback(
    'take-in',
    cards[1]!,
    '--by-post',
    '--label',
    label,
    '--condition',
    'cut_by_holder',
    '--bag',
    bag,
  );
  const again = await handback('take-in', cards[0]!, '--bag', bag);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining(`It is in bag ${bag}.`) });
  expect((await handback('show', references[1]!)).out).toMatch(/in_bag +cut_by_holder/);
  await handback('bag', 'seal', bag, '--count', '2', '--seal', 'S-1');
  const short = await handback('bag', 'hand-over', bag, '--count', '1', '--seal', 'S-1', '--json');
  expect(short.code).toBe(1);
  expect(JSON.parse(short.err)).toMatchObject({
    code: 'custody_differs',
    facts: { expected: 2, counted: 1 },
  });
  await handback('bag', 'hand-over', bag, '--count', '2', '--seal', 'S-1');
  expect((await handback('bag', 'take-over', bag, '--count', '2', '--seal', 'S-1')).err).toContain(
    'custody_same_person',
  );
  await signedByAnother();
  expect((await handback('bag', 'take-over', bag, '--count', '2', '--seal', 'S-1')).code).toBe(0);
  expect((await handback('bag', 'list', '--state', 'received')).out).toContain(bag);
  const batch = (await handback('batch', 'open')).out.trim();
  await handback('batch', 'add', batch, '--bag', bag, '--seal', 'S-1');
  await handback('batch', 'hand-over', batch, '--count', '2', '--seal', 'P-1', '--to', 'Shred Ltd');
  await signedByAnother();
  const file = join(folder, 'scans.csv');
  writeFileSync(
    file,
    `\uFEFFiccid,bag\r\n${cards[0]},BG-0\r\n${cards[0]}\r\n89441000300012345678\r\n\u001b[2J\r\n`,
  );
  const close = ['batch', 'close', batch, '--count', '2', '--seal', 'P-1'];
  const open = await handback(...close, '--file', file);
  expect(open.code).toBe(1);
  for (const said of [
    ...[
      `${cards[1]}  missing, of bag ${bag}`,
      `${cards[0]}  scanned 2 times`,
      `${cards[0]}  belongs to bag ${bag}`,
    ],
    ...['89441000300012345678  no card of ours', 'no card number', 'It is not closed: 5 difference(s).'],
  ])
    expect(open.out).toContain(said);
  expect(open.out).not.toContain('\u001b');
  expect((await inChinese(...close)).out).toContain('未关闭：有 5 处不符');
  expect(JSON.parse((await handback(...close, '--json')).out)).toMatchObject({ closed: false, scanned: 4 });
  writeFileSync(file, `${cards[1]}\n${cards[0]}\n`);
  expect(await handback(...close, '--file', file)).toMatchObject({
    code: 0,
    out: expect.stringContaining('all agree'),
  });
  const destroy = ['batch', 'destroy', batch, '--on', today(), '--method', 'shredded', '--class', 'E-4'];
  destroy.push('--weight', '10', '--witness', '王芳', '--reference', 'VN-1');
  expect((await handback(...destroy)).code).toBe(2);
  expect(await handback(...destroy, '--yes')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^2 card/),
  });
  expect((await handback('batch', 'show', batch)).out).toMatch(/shredded +E-4 +10 g +王芳 +VN-1/);
});

it('records a missing card, lists loose ones, and takes one out', async () => {
  const [, , reference] = references as [string, string, string];
  const end = cards[2]!.slice(-4);
  expect((await handback('missing', reference, '--card', end)).out).toContain(end);
  await handback('take-in', cards[2]!);
  expect((await handback('loose')).out).toContain(cards[2]);
  const remove = ['remove', cards[2]!, '--as', 'given_back', '--reason', 'asked for it'];
  expect((await handback(...remove)).code).toBe(2);
  expect((await handback(...remove, '--yes')).code).toBe(0);
  expect((await handback('loose')).out).toBe('No card lies loose.\n');
});

it.each([
  [['take-in']],
  [['take-in', '8986', '--condition', 'missing']],
  [['bag', 'seal', 'BG-1', '--seal', 'S-1']],
  [['bag', 'seal', 'BG-1', '--seal', 'S-1', '--count', '-1']],
  [['bag', 'list', '--limit', '0']],
  [['batch', 'destroy', 'BT-1', '--method', 'buried']],
  [['remove', '8986', '--as', 'eaten', '--reason', 'x', '--yes']],
])('does not understand %j', async (args) => {
  expect((await handback(...args)).code).toBe(2);
});
