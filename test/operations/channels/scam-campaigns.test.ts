import { describe, expect, it } from 'vitest';
import { sentTextOf } from '../../../src/domain/channels/sent-text.ts';
import { importBlocks } from '../../../src/operations/channels/channel-blocks.ts';
import { checkText } from '../../../src/operations/channels/check-text.ts';
import { reportText } from '../../../src/operations/channels/report-text.ts';
import {
  decideScamCampaign,
  listScamCampaigns,
  viewScamCampaign,
} from '../../../src/operations/channels/scam-campaigns.ts';
import { forgetScamReports } from '../../../src/store/channels/scam-campaigns.ts';
import { signedInPerson, VISITOR } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault, simulator } = instance;
const fraud = await signedInPerson(op, 'fang', ['fraud']);

const report = (text: string, client: string) => reportText(op, VISITOR, { text, sender: '10086', client });
const check = (text: string) => checkText(op, VISITOR, { text, sender: null });
const listed = async (state: 'open' | 'blocked' | 'harmless' = 'open') =>
  listScamCampaigns(op, fraud, { state, after: null, limit: 100 });
const campaignOf = async (key: string) => (await listed()).find((one) => one.key === key)!;

describe('reports', () => {
  it('of one link stand together, whatever the words, and each client counts once', async () => {
    await Promise.all([
      ...Array.from({ length: 30 }, (_, n) =>
        report(`第${n}条 积分兑换 https://a${n}.gather.top/x`, '192.0.2.7'),
      ).map((one) => one.catch((error) => error)),
      report('您的号码将停机 https://gather.top/y', '192.0.2.8'),
      report('claim https://www.gather.top', '192.0.2.9'),
    ]);
    expect(await campaignOf('domain:gather.top')).toMatchObject({ clients: 3, state: 'open' });
    const { rows } = await op.pool.query(
      `select count(*)::int as n from scam_report r join scam_campaign c using (campaign_id) where c.key = 'domain:gather.top'`,
    );
    expect(rows).toEqual([{ n: 3 }]);
  });

  it('without a way stand together by their words, whatever the digits in them', async () => {
    await report('我是公安局张警官，案件 1234，请配合', '192.0.2.20');
    await report('我是公安局张警官，案件 9876，请配合', '192.0.2.21');
    const same = (await listed()).filter(({ key }) => key.startsWith('text:'));
    expect(same).toMatchObject([{ clients: 2 }]);
  });

  it('of pages behind one shortener do not', async () => {
    await report('【归一移动】积分 https://t.cn/aaa111', '192.0.2.30');
    await report('【归一移动】退费 https://t.cn/bbb222', '192.0.2.31');
    const keys = (await listed()).map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['link:t.cn/aaa111', 'link:t.cn/bbb222']));
  });

  it('are as many in a day, and are kept for as long, as the settings say', async () => {
    const own = { ...op, scamReports: { keepDays: 2, perDay: 3 } };
    const told = (text: string, client: string) => reportText(own, VISITOR, { text, sender: null, client });
    for (const name of ['one', 'two', 'three']) await told(`https://few-${name}.top`, '192.0.2.90');
    await expect(told('https://few-four.top', '192.0.2.90')).rejects.toMatchObject({
      code: 'reports_exhausted',
    });
    await told('https://few-four.top', '192.0.2.91');
    const { rows } = await op.pool.query(
      `select distinct extract(epoch from keep_until - reported_at)::int / 86400 as days from scam_report r
       join scam_campaign c using (campaign_id) where c.key like 'domain:few-%'`,
    );
    expect(rows).toEqual([{ days: 2 }]);
    // The day is over: there is room again.
    await op.pool.query(`update scam_report set reported_at = reported_at - interval '25 hours'`);
    await told('https://few-five.top', '192.0.2.90');
  });

  it('show one text to fraud review, and that is in the audit log', async () => {
    await report('加群 https://chat.whatsapp.com/GroupOne 领话费', '192.0.2.40');
    const { reference } = await campaignOf('link:chat.whatsapp.com/groupone');
    const { specimen } = await viewScamCampaign(op, fraud, { reference });
    expect(specimen).toMatchObject({ text: expect.stringContaining('GroupOne'), sender: '10086' });
    const { rows } = await op.pool.query(
      `select facts from audit where action = 'viewed' and facts->>'reference' = $1`,
      [reference],
    );
    expect(rows).toEqual([{ facts: { what: 'scam_campaign', reference } }]);
  });

  it('are forgotten when their time is over, and a block stays', async () => {
    await report('https://shortlived.top', '192.0.2.50');
    await report('https://longlived.top', '192.0.2.50');
    const { reference } = await campaignOf('domain:longlived.top');
    await decideScamCampaign(op, fraud, { reference, decision: 'blocked', reason: 'seen before' });
    await op.pool.query(`update scam_report set keep_until = now()`);
    await op.pool.query(`update scam_campaign set last_seen = now() - interval '91 days'`);
    await forgetScamReports(op.pool);
    const { rows } = await op.pool.query('select key from scam_campaign');
    expect(rows).toEqual([{ key: 'domain:longlived.top' }]);
    expect((await viewScamCampaign(op, fraud, { reference })).specimen).toBeNull();
    expect((await check('看看 https://longlived.top')).reasons).toContain('blocked');
  });
});

describe('a decision', () => {
  it('to block decides the next check; to look at it anew takes that back', async () => {
    await report('团购群 https://undecided-shop.com', '192.0.2.60');
    const { reference } = await campaignOf('domain:undecided-shop.com');
    const decide = (decision: 'open' | 'blocked' | 'harmless') =>
      decideScamCampaign(op, fraud, { reference, decision, reason: 'called them' });
    expect((await check('https://undecided-shop.com/a')).verdict).toBe('cannot_tell');
    await decide('blocked');
    expect((await check('https://undecided-shop.com/a')).verdict).toBe('not_official');
    await expect(decide('blocked')).rejects.toMatchObject({ code: 'scam_campaign_decided' });
    await decide('open');
    expect((await check('https://undecided-shop.com/a')).verdict).toBe('cannot_tell');
    const { rows } = await op.pool.query(
      `select action, facts->>'reason' as reason from audit where facts->>'reference' = $1 and action like 'scam%' order by audit_id`,
      [reference],
    );
    expect(rows).toEqual([
      { action: 'scam_campaign_blocked', reason: 'called them' },
      { action: 'scam_campaign_open', reason: 'called them' },
    ]);
  });

  it('about a text of hardly any letters is about no other text', async () => {
    for (const text of ['!!!', '？ 1']) await report(text, '192.0.2.62');
    for (const { reference, key } of await listed())
      if (key.startsWith('text:'))
        await decideScamCampaign(op, fraud, { reference, decision: 'blocked', reason: 'by mistake' });
    expect((await check('!!!')).reasons).toContain('blocked');
    for (const number of ['10086', '13800138000', '2'])
      expect((await check(number)).reasons).not.toContain('blocked');
    expect((await check('10086')).verdict).toBe('official');
  });

  it('that is taken back leaves what a list of others says', async () => {
    const list = [{ kind: 'domain', value: 'twice-told.com', note: '' }];
    await importBlocks(op, fraud, { source: 'police', rows: list });
    await report('https://twice-told.com', '192.0.2.63');
    const { reference } = await campaignOf('domain:twice-told.com');
    for (const decision of ['blocked', 'open'] as const)
      await decideScamCampaign(op, fraud, { reference, decision, reason: 'r' });
    expect((await check('https://twice-told.com')).reasons).toContain('blocked');
  });

  it('or a list that names a channel of the registry, or what is above or below it, blocks no such channel', async () => {
    const rows = [
      ['domain', 'handback.test'],
      ['domain', 'shop.10086.cn'],
      ['number', '10086'],
      ['link', '10086.cn/a'],
      ['mail', 'service@10086.cn'],
    ].map(([kind, value]) => ({ kind: kind!, value: value!, note: '' }));
    await importBlocks(op, fraud, { source: 'a list of somebody', rows });
    for (const text of ['http://handback.test/check', 'https://shop.10086.cn/a', '10086', 'service@10086.cn'])
      expect((await check(text)).verdict, text).toBe('official');
  });

  it('of two at once is one decision', async () => {
    await report('https://raced-shop.com', '192.0.2.61');
    const { reference } = await campaignOf('domain:raced-shop.com');
    const both = await Promise.allSettled(
      [1, 2].map(() => decideScamCampaign(op, fraud, { reference, decision: 'blocked', reason: 'r' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('did you send me this?', () => {
  let used = 700;
  async function sentText(): Promise<string> {
    const [line] = await seedLines(op.pool, vault, 1, { from: used++, simulator });
    const { caseId } = await declared(op, line!);
    const { rows } = await op.pool.query(
      `update outbox set sent_at = now(), due_at = null where case_id = $1
       returning body_enc, (select data_key_wrapped from party p where p.party_id = outbox.party_id) as wrapped,
         (select key_epoch from party p where p.party_id = outbox.party_id) as epoch`,
      [caseId],
    );
    const key = vault.unwrap(rows[0].wrapped, rows[0].epoch);
    return vault.decryptText(key, 'outbox body', rows[0].body_enc);
  }

  it('is answered for exactly what was sent, with the lines broken elsewhere, and for nothing near it', async () => {
    const text = await sentText();
    expect(sentTextOf(text)).not.toBeNull();
    expect(await check(` ${text.slice(0, 20)}\r\n${text.slice(20)}`)).toMatchObject({
      verdict: 'official',
      reasons: expect.arrayContaining(['sent_by_us']),
    });
    const reference = /HB-[0-9A-Z]{8}/.exec(text)![0];
    for (const near of [
      text.replace('handback.test', 'handback-test.top'),
      `${text} 请点 evil.top`,
      reference,
    ]) {
      const { verdict, reasons } = await check(near);
      expect(reasons).not.toContain('sent_by_us');
      expect(reasons).toContain('not_sent_by_us');
      expect(verdict).not.toBe('official');
    }
  });

  it('tells nothing of a message that waits or was held back', async () => {
    const text = await sentText();
    await op.pool.query('update outbox set sent_at = null, due_at = now() where text_bidx is not null');
    expect((await check(text)).reasons).toContain('not_sent_by_us');
  });

  it('keeps nothing by which a code could be found out', async () => {
    const { rows } = await op.pool.query(
      `select count(*)::int as n from outbox where kind in ('code', 'hotline_code') and text_bidx is not null`,
    );
    expect(rows).toEqual([{ n: 0 }]);
    expect(sentTextOf('【Demo】Code 482913, good for 10 minutes.')).toBeNull();
  });
});
