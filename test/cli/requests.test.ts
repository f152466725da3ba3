import { expect, it } from 'vitest';
import type { Route } from '../../src/domain/rules/route.ts';
import { submitSpecialRequest } from '../../src/operations/special/submit-request.ts';
import { VISITOR } from '../support/actors.ts';
import { inProcess } from '../support/in-process.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines, TEST_DOCUMENT } from '../support/seed.ts';
import { specialForm } from '../support/special-requests.ts';

const instance = await testInstance();
const { operations: op } = instance;
const lines = await seedLines(op.pool, op.vault, 8);
const handback = (...args: string[]) => inProcess(instance, ['requests', ...args]);
const inChinese = (...args: string[]) => inProcess(instance, ['requests', ...args], { LANG: 'zh_CN.UTF-8' });

async function received(route: Route, numbers: readonly string[], changes = {}) {
  const visitor = { ...VISITOR, client: `${route} ${numbers[0]}` };
  return (await submitSpecialRequest(op, visitor, specialForm(route, numbers, changes)))!;
}
const [first, second, third, fourth] = lines;

it('lists nothing where nobody asked', async () => {
  expect(await handback('list')).toMatchObject({ code: 0, out: 'No special request waits.\n' });
  expect((await inChinese('list', '--state', 'decided')).out).toBe('没有已处理的特殊申请。\n');
});

it('lists, shows and accepts a request, and the look and the act are audited as of this machine', async () => {
  const { reference } = await received('company', [first!.msisdn, second!.msisdn, '+8617099999999']);
  const listed = (await handback('list')).out;
  expect(listed).toMatch(/^request +route +wish +state +decide by$/m);
  // As on the pages: the last day, and not the midnight after it.
  expect(listed).toMatch(new RegExp(`^${reference} +company +end +received +end of \\d+ \\w+ \\d{4}$`, 'm'));
  const shown = (await handback('show', reference.toLowerCase())).out;
  for (const words of [
    ...[reference, '王五, passport CN E12345678', `张三, cn_resident_id CN ${TEST_DOCUMENT}`],
    ...[first!.lineId, 'document is that of the holder', '+8617099999999', 'no line of ours'],
  ])
    expect(shown).toContain(words);
  expect((await inChinese('show', reference)).out).toContain('证件与机主一致');
  const accept = ['accept', reference, '--all'];
  expect((await handback(...accept)).code).toBe(2);
  const done = await handback(...accept, '--yes');
  expect(done).toMatchObject({ code: 0, out: expect.stringContaining(`${reference} is accepted.`) });
  for (const { lineId } of [first!, second!])
    expect(done.out).toMatch(new RegExp(`^${lineId} +started$`, 'm'));
  const { rows } = await op.pool.query<{ actor: string; action: string }>(
    `select actor, action from audit where action in ('viewed', 'special_request_accepted') order by audit_id`,
  );
  expect(rows[0]).toMatchObject({ actor: expect.stringMatching(/^staff:cli:/), action: 'viewed' });
  expect(rows.at(-1)).toMatchObject({ actor: expect.stringMatching(/^staff:cli:/) });
  expect(rows.at(-1)!.action).toBe('special_request_accepted');
  const decided = JSON.parse((await handback('list', '--state', 'decided', '--json')).out);
  expect(decided).toMatchObject({ next: null, requests: [{ reference, state: 'accepted', settled: 2 }] });
  expect(JSON.stringify(decided)).not.toContain('receiptHash');
});

it('says which line something stands in the way of, and that the answer is no', async () => {
  await op.pool.query('update billing_account set balance = -5000 where account_id = $1', [
    `A${third!.lineId}`,
  ]);
  const { reference } = await received('guardian', [third!.msisdn]);
  expect((await handback('show', reference)).out).toMatch(/arrears +\S*blocks|arrears.*blocks/);
  const tried = await handback('accept', reference, '--line', third!.lineId, '--yes');
  expect(tried.code).toBe(1);
  expect(tried.out).toMatch(new RegExp(`^${third!.lineId} +blocked +arrears$`, 'm'));
  expect(tried.out).toContain('stays open');
  expect(JSON.parse((await handback('accept', reference, '--all', '--yes', '--json')).out)).toMatchObject({
    ...{ state: 'received', lines: [{ outcome: 'blocked', checks: ['arrears'] }] },
  });
});

it('refuses a request with a reason, once', async () => {
  const { reference } = await received('agent', [fourth!.msisdn]);
  const refuse = ['refuse', reference, '--reason', '授权书没有签名'];
  expect((await handback(...refuse)).code).toBe(2);
  expect((await inChinese(...refuse, '--yes')).out).toBe(`${reference} 未通过。\n`);
  expect((await handback('show', reference)).out).toMatch(/refused because +授权书没有签名/);
  const again = await handback(...refuse, '--yes', '--json');
  expect(again.code).toBe(1);
  expect(JSON.parse(again.err)).toMatchObject({
    code: 'special_request_decided',
    facts: { state: 'refused' },
  });
  const accepted = await handback('accept', reference, '--line', fourth!.lineId, '--yes');
  expect(accepted).toMatchObject({ code: 1, err: expect.stringContaining('special_request_decided') });
});

it('refuses what is not asked for, what fits nothing, and what there is not', async () => {
  const { reference } = await received('agent', ['+8617099999998']);
  expect(await handback('accept', reference, '--all', '--yes')).toMatchObject({
    ...{ code: 1, err: 'handback: No line can be chosen.\n' },
  });
  expect(await handback('accept', reference, '--line', first!.lineId, '--yes')).toMatchObject({
    ...{ code: 1, err: expect.stringContaining('special_line_unfit') },
  });
  expect((await handback('show', 'SR-AAAAAAAA')).err).toContain('special_request_unknown');
});

it('goes on page by page', async () => {
  const page = (await handback('list', '--limit', '1')).out;
  const next = /--after (\S+)$/m.exec(page)![1]!;
  expect((await handback('list', '--limit', '1', '--after', next)).out).not.toContain(
    page.split('\n')[1]!.split(' ')[0],
  );
  expect((await handback('list', '--after', 'nothing')).err).toContain('request_invalid');
});

it.each([
  [['accept']],
  [['accept', 'SR-AAAAAAAA', '--yes']],
  [['accept', 'SR-AAAAAAAA', '--all', '--line', 'L1', '--yes']],
  [['refuse', 'SR-AAAAAAAA', '--yes']],
  [['list', '--state', 'lost']],
  [['list', '--limit', '0']],
])('does not understand %j', async (args) => {
  expect((await handback(...args)).code).toBe(2);
});

it('explains itself', async () => {
  const { code, out } = await handback('--help');
  expect(code).toBe(0);
  for (const name of ['list', 'show', 'accept', 'refuse']) expect(out).toContain(name);
  expect((await handback('accept', '--help')).out).toContain('--yes');
});
