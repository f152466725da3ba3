import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { parseRulebook } from '../../../src/config/rulebook-file.ts';
import { readSettings } from '../../../src/config/settings.ts';
import { metricsServer, openMetrics } from '../../../src/http/kit/metrics.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { beginAnswers } from '../../../src/operations/texts/answer-texts.ts';
import { withoutSecrets } from '../../../src/run/doctor/finding.ts';
import { insertNotices } from '../../../src/store/outbox.ts';
import { findParty } from '../../../src/store/people/parties.ts';
import { forgetTexts } from '../../../src/store/retention.ts';
import { takeTexts } from '../../../src/store/texts/inbound-texts.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';
import { textsOf } from './scene.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const { pool } = op;
const texts = textsOf(instance);
let from = 0;
const line = async () => (await seedLines(pool, vault, 1, { from: from++ }))[0]!;
const waiting = async (): Promise<readonly string[]> =>
  (await pool.query<{ kind: string }>('select kind from outbox order by message_id')).rows.map(
    ({ kind }) => kind,
  );

afterEach(async () => {
  await pool.query('delete from inbound_text');
  await pool.query('delete from outbox');
});

describe('whoever wants no reminders', () => {
  it('gets none, and everything that they must be told', async () => {
    const { msisdn, partyId } = await line();
    const { dataKey } = (await findParty(pool, vault, partyId))!;
    const put = (kind: 'unbind_reminder' | 'esim_removed' | 'confirmed', to = msisdn, whose = partyId) =>
      insertNotices(pool, vault, [
        { caseId: null, partyId: whose, dataKey, kind, to: { msisdn: to }, text: 'x' },
      ]);
    await texts.takeNew(msisdn, 'STOP');
    await texts.answer();
    await pool.query('delete from outbox');
    await put('unbind_reminder');
    await put('esim_removed');
    expect(await waiting()).toEqual([]);
    await put('confirmed');
    // Another number of theirs, and another holder of this one, have stopped nothing.
    await put('unbind_reminder', '+8617009999999');
    await put('unbind_reminder', msisdn, (await line()).partyId);
    expect(await waiting()).toEqual(['confirmed', 'unbind_reminder', 'unbind_reminder']);
    await texts.takeNew(msisdn, '恢复');
    await texts.answer();
    await put('esim_removed');
    expect((await waiting()).at(-1)).toBe('esim_removed');
  });

  it('is noted with who and what, and nothing of the number', async () => {
    const { msisdn, lineId } = await line();
    await texts.takeNew(msisdn, 'STOP');
    await texts.answer();
    const { rows } = await pool.query(
      `select actor, facts from audit where action = 'text_acted_on' and line_id = $1`,
      [lineId],
    );
    expect(rows).toMatchObject([{ actor: 'engine', facts: { wish: 'stop_notices' } }]);
    expect(JSON.stringify(rows)).not.toContain(msisdn.slice(3));
  });
});

describe('a text whose answer fails', () => {
  it('is taken up again where its worker died, and answered once', async () => {
    const { msisdn } = await line();
    await texts.takeNew(msisdn, '销户');
    // Taken, and nothing came of it.
    expect(await takeTexts(pool, vault, { limit: 10, leaseSeconds: 10 })).toHaveLength(1);
    await texts.answer();
    expect(await waiting()).toEqual([]);
    await pool.query(`update inbound_text set due_at = now() where outcome is null`);
    await texts.answer();
    expect(await waiting()).toEqual(['text_answer']);
  });

  it('keeps no other waiting, and is answered once it can be', async () => {
    const [broken, whole] = [await line(), await line()];
    await texts.takeNew(broken.msisdn, '销户');
    await texts.takeNew(whole.msisdn, '销户');
    const billing = {
      ...op.billing,
      standing: async (accounts: readonly string[]) => {
        if (accounts[0] === `A${broken.lineId}`) throw new Error('a fault of ours');
        return op.billing.standing(accounts);
      },
    };
    const results = await Promise.allSettled(await beginAnswers({ ...op, billing }, ENGINE, 10));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await waiting()).toEqual(['text_answer']);
    await pool.query(`update inbound_text set due_at = now() where outcome is null`);
    await texts.answer();
    expect(await waiting()).toEqual(['text_answer', 'text_answer']);
  });
});

it('keeps texts for as long as the rulebook says, and parts and signatures for less', async () => {
  const { msisdn } = await line();
  await texts.takeNew(msisdn, '销户');
  await texts.take(msisdn, '注', { part: { number: 1, total: 2, which: 1 } });
  await texts.answer();
  await forgetTexts(pool);
  expect(await texts.outcomes()).toEqual(['answered']);
  await pool.query(`update inbound_text set keep_until = now() - interval '1 second'`);
  await pool.query(`update inbound_text_part set received_at = now() - interval '25 hours'`);
  await pool.query(`insert into text_signature values ('\\x01', now() - interval '2 hours')`);
  await forgetTexts(pool);
  expect(await texts.outcomes()).toEqual([]);
  const left = await pool.query(
    'select (select count(*)::int from inbound_text_part) as parts, (select count(*)::int from text_signature) as signatures',
  );
  expect(left.rows).toEqual([{ parts: 0, signatures: 0 }]);
});

it('shows at the metrics what became of the texts of a day', async () => {
  const { msisdn } = await line();
  await texts.takeNew(msisdn, '销户');
  await texts.answer();
  await texts.takeNew(msisdn, '销户');
  const metrics = openMetrics(pool);
  const { body } = await metricsServer(metrics).inject({ method: 'GET', url: '/metrics' });
  expect(body).toMatch(/^handback_texts\{outcome="answered"\} 1$/m);
  expect(body).toMatch(/^handback_texts\{outcome="waiting"\} 1$/m);
});

it('stores who wrote and what only encrypted', async () => {
  const { msisdn } = await line();
  await texts.takeNew(msisdn, 'CANCEL please');
  const { rows } = await pool.query<{ row: string }>(
    'select row_to_json(t)::text as row from inbound_text t',
  );
  const hex = (text: string): string => Buffer.from(text).toString('hex');
  for (const secret of [msisdn, msisdn.slice(1), 'CANCEL please']) {
    expect(rows[0]!.row).not.toContain(secret);
    expect(rows[0]!.row).not.toContain(hex(secret));
  }
});

describe('the rule and the settings', () => {
  const gb = readFileSync('rulebook/gb.yaml', 'utf8');

  it('refuse a word that stands for two things', () => {
    const text = gb.replace('leave_code: [STAC]', 'leave_code: [ＣＡＮＣＥＬ]');
    expect(() => parseRulebook({ name: 'gb.yaml', text })).toThrow(
      expect.objectContaining({
        facts: { problems: [expect.stringContaining('has ＣＡＮＣＥＬ in end_line already')] },
      }),
    );
  });

  it.each(['short', `${'x'.repeat(32)},short`, [1, 2, 3].map((n) => String(n).repeat(32)).join(',')])(
    'refuse a secret that is none: %s',
    (secret) => {
      expect(() => readSettings({ HANDBACK_TEXT_WEBHOOK: secret })).toThrow('HANDBACK_TEXT_WEBHOOK');
    },
  );

  it('are kept out of all that the doctor says', () => {
    const secret = 'a secret of more than thirty-two signs';
    const environment = {
      HANDBACK_TEXT_WEBHOOK: secret,
      HANDBACK_SMPP: 'kannel+http://u:pass-word@127.0.0.1?listen=127.0.0.1:1&token=token-of-sixteen-signs',
    };
    const said = {
      code: 'smpp_away',
      facts: { cause: `${secret} pass-word token-of-sixteen-signs` },
    } as const;
    expect(withoutSecrets(environment, [said])).toEqual([{ ...said, facts: { cause: '*** *** ***' } }]);
  });
});
