import { expect, it } from 'vitest';
import { textsOf } from '../operations/texts/scene.ts';
import { inProcess } from '../support/in-process.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const texts = textsOf(instance);
const handback = (...args: string[]) => inProcess(instance, args);
const [line] = await seedLines(op.pool, vault, 1);
await texts.takeNew(line!.msisdn, '销户');
await texts.take(line!.msisdn, 'x', { from: { type: 'alphanumeric', value: 'BANK' } });
await texts.answer();
await texts.takeNew(line!.msisdn, 'INFO');

it('lists texts and what became of them, without what they say', async () => {
  const { out } = await handback('texts', 'list');
  expect(out).toMatch(new RegExp(`\\${line!.msisdn} +ending the line +answered +${line!.lineId}`));
  expect(out).toContain('alphanumeric');
  expect(out).toMatch(/nothing known +waits/);
  expect(out).not.toContain('销户');
  const chinese = (await inProcess(instance, ['texts', 'list'], { LANG: 'zh_CN.UTF-8' })).out;
  expect(chinese).toMatch(/销户 +已答复/);
});

it('goes from page to page, and to one number or outcome', async () => {
  const { out } = await handback('texts', 'list', '--limit', '1');
  const after = /--after (\S+)$/m.exec(out)![1]!;
  expect((await handback('texts', 'list', '--limit', '2', '--after', after)).out).not.toContain(after);
  const one = await handback('texts', 'list', '--outcome', 'nobody', '--json');
  expect(JSON.parse(one.out).texts).toMatchObject([{ outcome: 'nobody', sender: { kind: 'alphanumeric' } }]);
  const none = await handback('texts', 'list', '--number', '+8617009999999');
  expect(none.out).toBe('No text came in.\n');
});

it('shows one with its words, and says where they are not kept; each look is audited', async () => {
  const all = JSON.parse((await handback('texts', 'list', '--json')).out).texts as readonly {
    readonly textId: string;
    readonly outcome: string | null;
  }[];
  const of = (outcome: string) => all.find((one) => one.outcome === outcome)!.textId;
  expect((await handback('texts', 'show', of('answered'))).out).toContain('销户');
  expect((await handback('texts', 'show', of('nobody'))).out).toContain('(not kept)');
  const { rows } = await op.pool.query(
    `select count(*)::int as n from audit where action = 'viewed' and facts->>'textId' = $1`,
    [of('answered')],
  );
  expect(rows).toEqual([{ n: 1 }]);
});
