import { expect, it } from 'vitest';
import { insertNotices } from '../../src/store/outbox.ts';
import { findParty } from '../../src/store/people/parties.ts';
import { declared } from '../support/cases.ts';
import { inProcess } from '../support/in-process.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const handback = (...args: string[]) => inProcess(instance, args);
const inChinese = (...args: string[]) => inProcess(instance, args, { LANG: 'zh_CN.UTF-8' });

const [line] = await seedLines(op.pool, vault, 1);
const { caseId, reference } = await declared(op, line!);
const { partyId, dataKey } = (await findParty(op.pool, vault, line!.partyId))!;
await op.pool.query('delete from outbox');
await insertNotices(
  op.pool,
  vault,
  (['withdrawn', 'completed', 'supplementary'] as const).map((kind) => ({
    ...{ caseId, partyId, dataKey, kind, text: 'secret words' },
    to: { msisdn: line!.msisdn },
  })),
);
await op.pool.query(`update outbox set failed = 'submit_failed', attempts = 3 where kind = 'withdrawn'`);
await op.pool.query(
  `update outbox set due_at = null, given_up_at = now(), given_up_for = 'deadline', failed = 'password_invalid'
   where kind = 'completed'`,
);
await op.pool.query(`update outbox set due_at = null, sent_at = now() where kind = 'supplementary'`);

it('tells of a case what waits, until when and why, and what was given up', async () => {
  const { out } = await handback('cases', 'history', reference);
  expect(out).toMatch(
    /withdrawn +waits: next try \S+ \S+ \S+, until \S+ \S+ \S+, last answer submit_failed$/m,
  );
  expect(out).toMatch(/completed +given up \S+ \S+ \S+: its time was over, last answer password_invalid$/m);
  expect(out).toMatch(/supplementary +sent$/m);
  const chinese = (await inChinese('cases', 'history', reference)).out;
  for (const words of ['等待发送：下次尝试', '截止', '已放弃（', '已过时限', '已发送'])
    expect(chinese).toContain(words);
});

it('lists what waits and what was given up over all cases, without a word of it, and has it sent again', async () => {
  const waiting = await handback('cases', 'notices');
  expect(waiting.out).toContain(caseId);
  expect(waiting.out).toContain('withdrawn');
  expect(waiting.out).not.toContain('completed');
  const { out } = await handback('cases', 'notices', '--state', 'given_up', '--json');
  const { notices, next } = JSON.parse(out);
  expect(next).toBeNull();
  expect(notices).toEqual([
    expect.objectContaining({ caseId, kind: 'completed', state: 'given_up', givenUpFor: 'deadline' }),
  ]);
  expect(out).not.toContain(line!.msisdn.slice(-4));
  const again = await handback('cases', 'resend', notices[0].noticeId);
  expect(again).toMatchObject({ code: 0, out: '1 message(s) wait to be sent again.\n' });
  expect((await handback('cases', 'resend', notices[0].noticeId)).code).not.toBe(0);
  expect(JSON.parse((await handback('cases', 'resend', '--all', '--json')).out)).toEqual({ retried: 0 });
  expect((await inChinese('cases', 'notices', '--state', 'given_up')).out).toBe('没有放弃发送的消息。\n');
});

it.each([
  [[]],
  [['0198c0de-0000-7000-8000-000000000000', '--all']],
  [['--kind', 'completed']],
  [['nonsense']],
])('refuses %j: it names neither one message nor all', async (args) => {
  expect((await handback('cases', 'resend', ...args)).code).toBe(2);
});
