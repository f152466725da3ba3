import { afterEach, describe, expect, it } from 'vitest';
import { openMessage, takeMessages } from '../../../src/store/outbox.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';
import { textsOf } from './scene.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const { pool } = op;
const texts = textsOf(instance);
let from = 0;
/** Where the next two lines begin. */
const nextTwo = (): number => {
  from += 2;
  return from - 2;
};
const line = async () =>
  (await seedLines(pool, vault, 1, { from: from++, simulator: instance.simulator }))[0]!;

interface Sent {
  readonly to: string;
  readonly text: string;
}

/** Answers what waits, and empties the outbox. */
async function answers(): Promise<readonly Sent[]> {
  await texts.answer();
  const taken = await takeMessages(pool, { channel: 'sms', urgent: 1_000, others: 1_000, leaseMs: 1_000 });
  await pool.query('delete from outbox');
  return taken.map((one) => {
    expect(one).toMatchObject({ kind: 'text_answer', urgent: true });
    const opened = openMessage(vault, one);
    if ('failed' in opened) throw new Error(opened.failed);
    return { to: opened.to, text: opened.text };
  });
}

const answerTo = async (number: string, text: string): Promise<string> => {
  await texts.takeNew(number, text);
  const sent = await answers();
  expect(sent).toMatchObject([{ to: number }]);
  return sent[0]!.text;
};
const state = async () =>
  (
    await pool.query(
      `select (select count(*)::int from termination) as cases, (select count(*)::int from declaration) as declarations,
         (select array_agg(status order by line_id) from line) as status, (select count(*)::int from session) as sessions`,
    )
  ).rows[0];

afterEach(async () => {
  await pool.query('delete from inbound_text');
  await pool.query('delete from outbox');
});

describe('a number that asks about its own line', () => {
  it('is told charges, credit, what stands in the way and the one link', async () => {
    const { msisdn, lineId } = await line();
    await pool.query(
      `update line set contract = '{"endsOn":"2099-01-31","earlyTerminationPerMonth":1000}' where line_id = $1`,
      [lineId],
    );
    await pool.query(`update billing_account set balance = 1250, unbilled = 300 where account_id = $1`, [
      `A${lineId}`,
    ]);
    const text = await answerTo(msisdn, '销户');
    expect(text).toContain('¥3.00');
    expect(text).toContain('账户余额 ¥12.50');
    expect(text).toContain('合约');
    expect(text.match(/https?:\/\/\S+/g)).toEqual([`http://handback.test/lines/${lineId}`]);
    expect(text).toContain('查询不会办理任何业务');
    expect(text).not.toContain(msisdn.slice(1));
  });

  it.each(['销户', 'CANCEL', '停机', '挂失', 'INFO', 'HELP', 'STAC', 'PAC', '我要销户', 'asdf'])(
    'has changed nothing by it: %s',
    async (text) => {
      const { msisdn } = await line();
      const before = await state();
      await answerTo(msisdn, text);
      expect(await state()).toEqual(before);
    },
  );

  it('is told that nothing can be told while billing does not answer', async () => {
    const { msisdn, lineId } = await line();
    await pool.query(`delete from billing_account where account_id = $1`, [`A${lineId}`]);
    const text = await answerTo(msisdn, 'CANCEL').catch((error: unknown) => String(error));
    expect(text).not.toContain('¥0.00');
  });

  it('is told how to bar a lost phone, which a text does not', async () => {
    const { msisdn, lineId } = await line();
    const text = await answerTo(msisdn, '挂失');
    expect(text).toContain('http://handback.test/lost');
    expect((await pool.query('select 1 from termination where line_id = $1', [lineId])).rowCount).toBe(0);
  });

  it('gets help for what nobody understands and for two things at once', async () => {
    const { msisdn } = await line();
    for (const text of ['你好', '销户 挂失', '😀']) {
      const answer = await answerTo(msisdn, text);
      expect(answer).toContain('销户（');
      expect(answer).toContain('挂失（');
    }
    expect((await texts.outcomes(msisdn)).slice(-3)).toEqual(['helped', 'helped', 'helped']);
  });

  it('is told of a text that it passes on whether that is official, whatever keywords are in it', async () => {
    const { msisdn } = await line();
    const url = `${op.sender.portal}/check`;
    const fake = '您的号码即将停机，请点击 http://10086.cn.win-gift.top/a 输入验证码办理实名，逾期销户';
    const answer = await answerTo(msisdn, fake);
    expect(answer).toContain('不是官方的');
    expect(answer).toContain(url);
    expect(await answerTo(msisdn, '看看这个 https://example.org/')).toContain('无法确定');
    expect(await answerTo(msisdn, `请看 ${op.sender.portal}/lines`)).toContain('官方渠道');
    // Nothing of it is done, and a keyword alone stays a keyword.
    expect(await answerTo(msisdn, '销户')).toContain('查询不会办理任何业务');
    expect((await texts.outcomes(msisdn)).slice(-4)).toEqual(['checked', 'checked', 'checked', 'answered']);
  });

  it('is answered whatever characters are in a text that it passes on', async () => {
    const { msisdn } = await line();
    for (const text of [
      '看 http://\u0000evil\u0000.top/\u0000',
      '微信 abc\u0000_12345 销户',
      '\u0000\u0007',
      '\ud800 http://a.top/\udc00',
    ])
      expect(await answerTo(msisdn, text), text).not.toBe('');
    expect(await answerTo(msisdn, '请登录 10086.cn\u0000.evil.top')).toContain('不是官方的');
  });

  it('is not told that a text is official of which the end was not looked at', async () => {
    const { msisdn } = await line();
    const head = '请登录 http://handback.test/check 查询';
    const short = await answerTo(msisdn, head);
    const long = await answerTo(msisdn, `${head}${'。'.repeat(5_000)} evil.top/pay`);
    expect(short).toContain('只含官方渠道');
    expect(long).toContain('无法确定');
  });

  it('is told of no other line of its holder, nor of what hangs on it by name', async () => {
    const [one, other] = await seedLines(pool, vault, 2, { from: nextTwo() });
    await pool.query('update line set holder_id = $2 where line_id = $1', [other!.lineId, one!.partyId]);
    await pool.query(`update line set ties = $2 where line_id = $1`, [
      one!.lineId,
      JSON.stringify([{ kind: 'family', role: 'main', label: '139 **** 7777' }]),
    ]);
    const text = await answerTo(one!.msisdn, '销户');
    expect(text).not.toContain('7777');
    expect(text).not.toContain(other!.lineId);
    expect(text).not.toContain(other!.msisdn.slice(-4));
  });
});

describe('reminders', () => {
  const stopped = async () =>
    (await pool.query<{ n: number }>('select count(*)::int as n from text_stop')).rows[0]!.n;

  it('stop and come again by a text, which says so', async () => {
    const { msisdn } = await line();
    expect(await answerTo(msisdn, '退订')).toContain('恢复');
    expect(await stopped()).toBe(1);
    await answerTo(msisdn, 'START');
    expect(await stopped()).toBe(0);
  });

  it('go on where the word is only part of what was said', async () => {
    const { msisdn } = await line();
    await answerTo(msisdn, 'please STOP the noise');
    expect(await stopped()).toBe(0);
  });
});

describe('who is told nothing', () => {
  it('is whoever cannot be answered: names, short codes, numbers that are none, ourselves', async () => {
    const { msisdn } = await line();
    await texts.take(msisdn, '销户', { from: { type: 'alphanumeric', value: 'BANK' } });
    await texts.take(msisdn, '销户', { from: { type: 'alphanumeric', value: msisdn.slice(1) } });
    await texts.take(msisdn, '销户', { from: { type: 'unknown', value: '10086' } });
    await texts.take(msisdn, '销户', { from: { type: 'international', value: '9999999999999999999' } });
    await texts.take(msisdn, '销户', { from: { type: 'unknown', value: '' } });
    await texts.take(msisdn, '销户', { to: msisdn });
    await texts.take(msisdn, '销户', { to: `0086${msisdn.slice(3)}` });
    await texts.take(msisdn, '销户', { to: msisdn.slice(3) });
    expect(await answers()).toEqual([]);
    expect((await texts.outcomes()).slice(-8)).toEqual(Array(8).fill('nobody'));
    const { rows } = await pool.query(
      `select count(body_enc)::int as n from inbound_text where outcome = 'nobody'`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('is a stranger, but that we know of nothing; once a day each', async () => {
    await texts.takeNew('+447700900123', 'CANCEL');
    await texts.takeNew('+447700900123', 'CANCEL');
    const sent = await answers();
    expect(sent).toHaveLength(1);
    expect(sent[0]!.text).toContain('We know of nothing to tell this number');
    expect(await texts.outcomes('+447700900123')).toEqual(
      expect.arrayContaining(['stranger', 'over_strangers']),
    );
  });

  it('is a number whose phone is reported lost, and one that was barred', async () => {
    const lost = await line();
    await pool.query(`update line set status = 'barred' where line_id = $1`, [lost.lineId]);
    await texts.takeNew(lost.msisdn, '销户');
    for (const { text } of await answers()) {
      expect(text).not.toContain(lost.lineId);
      expect(text).not.toContain('¥');
    }
    expect(await texts.outcomes(lost.msisdn)).toEqual(['stranger']);
  });

  it('is all strangers together, after so many in an hour', async () => {
    await pool.query('delete from inbound_text');
    for (let i = 0; i < 70; i += 1) await texts.takeNew(`+4477009${String(i).padStart(5, '0')}`, 'CANCEL');
    expect(await answers()).toHaveLength(60);
    const outcomes = await texts.outcomes();
    expect(outcomes.filter((one) => one === 'over_strangers')).toHaveLength(10);
  });
});

describe('a later holder of a number', () => {
  it('is told of their own line, and nothing of the one before', async () => {
    const [before, after] = await seedLines(pool, vault, 2, { from: nextTwo() });
    await pool.query(`update line set status = 'ended' where line_id = $1`, [before!.lineId]);
    await pool.query(`update msisdn_assignment set to_at = now() where line_id = any($1)`, [
      [before!.lineId, after!.lineId],
    ]);
    await pool.query('insert into msisdn_assignment (line_id, msisdn, from_at) values ($1, $2, now())', [
      after!.lineId,
      before!.msisdn,
    ]);
    await pool.query(`update billing_account set balance = 77700 where account_id = $1`, [
      `A${before!.lineId}`,
    ]);
    const text = await answerTo(before!.msisdn, '销户');
    expect(text).toContain(after!.lineId);
    expect(text).not.toContain(before!.lineId);
    expect(text).not.toContain('777');
  });

  it('is not answered what its former holder asked, where it changes hands in between', async () => {
    const { msisdn, lineId } = await line();
    await texts.takeNew(msisdn, '销户');
    await pool.query(`update line set status = 'ended' where line_id = $1`, [lineId]);
    await pool.query(`update msisdn_assignment set to_at = now() where line_id = $1`, [lineId]);
    for (const { text } of await answers()) expect(text).not.toContain(lineId);
    expect(await texts.outcomes(msisdn)).toEqual(['stranger']);
  });
});

it('tells a line of a confidential case what it would be told without one', async () => {
  const home = await household(instance, nextTwo());
  const strip = (text: string): string => text.replaceAll(/\s+/g, ' ');
  const before = strip(await answerTo(home.used.msisdn, '销户'));
  const made = await safeRequest(instance, home, 'end');
  await accepted(instance, home, made);
  await pool.query('delete from outbox');
  expect(strip(await answerTo(home.used.msisdn, '销户'))).toBe(before);
  expect(strip(await answerTo(home.holder.msisdn, '销户'))).not.toContain(made.reference);
});

describe('many texts of one sender', () => {
  it('are answered so often a day; then one answer says so, and nothing after it', async () => {
    const { msisdn } = await line();
    for (let i = 0; i < 40; i += 1) await texts.takeNew(msisdn, '销户');
    const sent = await answers();
    expect(sent).toHaveLength(21);
    expect(sent.filter(({ text }) => text.includes('明天之前不再答复'))).toHaveLength(1);
    const outcomes = await texts.outcomes(msisdn);
    expect(outcomes.filter((one) => one === 'over_bound')).toHaveLength(19);
    const { rows } = await pool.query(
      `select count(body_enc)::int as n from inbound_text where outcome = 'over_bound'`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('at once are counted as one after the other', async () => {
    const { msisdn } = await line();
    await Promise.all(Array.from({ length: 60 }, () => texts.takeNew(msisdn, '销户')));
    expect(await answers()).toHaveLength(21);
  });
});

describe('a text that is handed over twice', () => {
  it('is stored and answered once, by the id of its message centre', async () => {
    const { msisdn } = await line();
    expect(await texts.take(msisdn, '销户', { messageId: 'A1' })).toEqual({ news: true });
    expect(await texts.take(msisdn, '销户', { messageId: 'A1' })).toEqual({ news: false });
    expect(await answers()).toHaveLength(1);
    expect(await texts.take(msisdn, '销户', { messageId: 'A1' })).toEqual({ news: false });
    expect(await answers()).toHaveLength(0);
  });

  it('is stored once where there is none, at once and some minutes later; and again after that', async () => {
    const { msisdn } = await line();
    const all = await Promise.all(Array.from({ length: 10 }, () => texts.take(msisdn, '销户')));
    expect(all.filter(({ news }) => news)).toHaveLength(1);
    expect(await answers()).toHaveLength(1);
    await pool.query(`update inbound_text set received_at = received_at - interval '6 minutes'`);
    expect(await texts.take(msisdn, '销户')).toEqual({ news: true });
  });

  it('is another one where its sender wrote something else in between', async () => {
    const { msisdn } = await line();
    const stopped = async () => (await pool.query('select count(*)::int as n from text_stop')).rows[0].n;
    const before = await stopped();
    for (const text of ['退订', '恢复', '退订']) {
      expect(await texts.take(msisdn, text)).toEqual({ news: true });
      await texts.answer();
    }
    expect(await stopped()).toBe(before + 1);
    // And the last one again is one that got lost on its way back.
    expect(await texts.take(msisdn, '退订')).toEqual({ news: false });
  });

  it('is answered once by many workers', async () => {
    const { msisdn } = await line();
    for (let i = 0; i < 5; i += 1) await texts.takeNew(msisdn, '销户');
    await Promise.all([texts.answer(), texts.answer(), texts.answer(), texts.answer()]);
    expect(await answers()).toHaveLength(5);
  });
});

describe('parts of a long text', () => {
  const long = '我要销户。'.repeat(40);
  const cut = [long.slice(0, 67), long.slice(67, 134), long.slice(134)];
  const part = (number: number, which: number, total = 3) => ({ part: { number, total, which } });

  it('are one text, whatever their order, and however often each comes', async () => {
    const { msisdn } = await line();
    const order = [3, 1, 1, 3, 2, 2, 1];
    const news = [];
    for (const which of order) news.push((await texts.take(msisdn, cut[which - 1]!, part(7, which))).news);
    expect(news).toEqual([false, false, false, false, true, false, false]);
    expect(await answers()).toHaveLength(1);
    const { rows } = await pool.query(`select parts from inbound_text order by text_id desc limit 1`);
    expect(rows).toEqual([{ parts: 3 }]);
  });

  it('at once are one text', async () => {
    const { msisdn } = await line();
    const taken = await Promise.all(
      [1, 2, 3, 1, 2, 3].map((which) => texts.take(msisdn, cut[which - 1]!, part(8, which))),
    );
    expect(taken.filter(({ news }) => news)).toHaveLength(1);
  });

  it('of the next text under the same number are not mixed with those of the one before', async () => {
    const { msisdn } = await line();
    await texts.take(msisdn, '注', part(9, 1, 2));
    await texts.take(msisdn, '销', part(9, 2, 2));
    await texts.take(msisdn, '挂', part(9, 1, 2));
    await texts.take(msisdn, '失', part(9, 2, 2));
    const sent = await answers();
    expect(sent).toHaveLength(2);
    expect(sent.filter(({ text }) => text.includes('/lost'))).toHaveLength(1);
  });

  it('are given up where one never comes', async () => {
    const { msisdn } = await line();
    await texts.take(msisdn, '注', part(10, 1, 2));
    await pool.query(`update inbound_text_part set received_at = received_at - interval '11 minutes'`);
    expect(await texts.take(msisdn, '销', part(10, 2, 2))).toEqual({ news: false });
    expect(await answers()).toEqual([]);
  });

  it('keep a character that is cut in two', async () => {
    const { msisdn } = await line();
    await texts.take(msisdn, '\ud83d', part(11, 1, 2));
    await texts.take(msisdn, '\ude00销户', part(11, 2, 2));
    expect((await answers())[0]!.text).toContain('需付');
  });
});

it('answers nothing once the time for it is over, and says that it was too late', async () => {
  const { msisdn } = await line();
  await texts.takeNew(msisdn, '销户');
  await pool.query(
    `update inbound_text set answer_until = now() - interval '1 second' where outcome is null`,
  );
  expect(await answers()).toEqual([]);
  expect(await texts.outcomes(msisdn)).toEqual(['too_late']);
});

it('answers within the rulebook’s minute or not at all', async () => {
  const { msisdn } = await line();
  await texts.takeNew(msisdn, '销户');
  await texts.answer();
  const { rows } = await pool.query<{ left: number }>(
    `select extract(epoch from deadline_at - now())::float8 as left from outbox`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]!.left).toBeGreaterThan(0);
  expect(rows[0]!.left).toBeLessThanOrEqual(60);
});
