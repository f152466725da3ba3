import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Surroundings } from '../../../src/connectors/driver.ts';
import { switchingCodesFromUrl } from '../../../src/connectors/switching-codes/driver.ts';
import { probeSwitchingCodes } from '../../../src/connectors/switching-codes/probe.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { takeRedemptions } from '../../../src/operations/texts/take-redemptions.ts';
import { startSwitchingCodesSimulator } from '../../../src/simulators/switching-codes/simulator.ts';
import { openMessage, takeMessages } from '../../../src/store/outbox.ts';
import { queuedWork } from '../../../src/store/oversight/queue.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';
import { textsOf } from './scene.ts';

const simulator = await startSwitchingCodesSimulator({ token: 'switching-token' });
afterAll(() => simulator.close());
const instance = await testInstance(undefined, { HANDBACK_SWITCHING_CODES: simulator.url.href });
const { operations: op, vault } = instance;
const { pool } = op;
const texts = textsOf(instance);
let from = 0;

async function britishLine(): Promise<SeededLine> {
  const [line] = await seedLines(pool, vault, 1, { from: from++, simulator: instance.simulator });
  const { lineId, partyId } = line!;
  await pool.query(
    `update line set jurisdiction = 'gb', province = null, currency = 'GBP' where line_id = $1`,
    [lineId],
  );
  await pool.query(`update account set currency = 'GBP' where account_id = $1`, [`A${lineId}`]);
  await pool.query(`update billing_account set currency = 'GBP' where account_id = $1`, [`A${lineId}`]);
  await pool.query(`update party set language = 'en' where party_id = $1`, [partyId]);
  return line!;
}

async function answerTo({ msisdn }: SeededLine, text: string): Promise<string> {
  await texts.takeNew(msisdn, text);
  await texts.answer();
  const taken = await takeMessages(pool, { channel: 'sms', urgent: 10, others: 0, leaseMs: 1_000 });
  await pool.query('delete from outbox');
  const opened = openMessage(vault, taken[0]!);
  if ('failed' in opened) throw new Error(opened.failed);
  return opened.text;
}

const codeIn = (text: string): string | undefined => /\b\d{6}HBK\b/.exec(text)?.[0];
const casesOf = async ({ lineId }: SeededLine) =>
  (
    await pool.query<{ stage: string; confirmed: boolean; channel: string; factors: string[] }>(
      `select stage, confirmed_at is not null as confirmed, channel, receipt_factors as factors from termination where line_id = $1`,
      [lineId],
    )
  ).rows;
const auditOf = async ({ lineId }: SeededLine) =>
  (
    await pool.query<{ refused: string | null }>(
      `select facts->>'refused' as refused from audit where action = 'switching_code_redeemed' and line_id = $1`,
      [lineId],
    )
  ).rows.map(({ refused }) => refused);

afterEach(() => simulator.inject(null));

describe('STAC', () => {
  it('is answered with a code, its end, charges and credit, and cancels nothing', async () => {
    const line = await britishLine();
    await pool.query(
      `update line set contract = '{"endsOn":"2099-01-31","earlyTerminationPerMonth":1000}' where line_id = $1`,
      [line.lineId],
    );
    await pool.query('update billing_account set balance = 550, unbilled = 125 where account_id = $1', [
      `A${line.lineId}`,
    ]);
    const text = await answerTo(line, 'STAC');
    expect(codeIn(text)).toBeDefined();
    expect(text).toContain('£1.25');
    expect(text).toContain('£5.50');
    expect(text).toContain('Contract still running');
    expect(text).toMatch(/good until .*20\d\d/);
    expect(await casesOf(line)).toEqual([]);
    expect(simulator.issued.at(-1)).toMatchObject({ number: line.msisdn });
  });

  it('is good for thirty days, and the same code until then', async () => {
    const line = await britishLine();
    const code = codeIn(await answerTo(line, 'STAC'));
    expect(codeIn(await answerTo(line, 'stac'))).toBe(code);
    const { rows } = await pool.query<{ days: number }>(
      `select round(extract(epoch from expires_at - issued_at) / 86400)::int as days from switching_code where line_id = $1`,
      [line.lineId],
    );
    expect(rows).toEqual([{ days: 30 }]);
    await pool.query(
      `update switching_code set expires_at = now() - interval '1 second' where line_id = $1`,
      [line.lineId],
    );
    const next = codeIn(await answerTo(line, 'STAC'));
    expect(next).toBeDefined();
    expect(next).not.toBe(code);
  });

  it('is one code for two texts at once', async () => {
    const line = await britishLine();
    await Promise.all([texts.takeNew(line.msisdn, 'STAC'), texts.takeNew(line.msisdn, 'STAC')]);
    await texts.answer();
    await pool.query('delete from outbox');
    const { rows } = await pool.query('select 1 from switching_code where line_id = $1', [line.lineId]);
    expect(rows).toHaveLength(1);
  });

  it('is told to come again while the system does not answer', async () => {
    const line = await britishLine();
    simulator.inject(503);
    const text = await answerTo(line, 'STAC');
    expect(text).toContain('no code just now');
    expect(codeIn(text)).toBeUndefined();
  });

  it('is told what stands in the way of a held line, and gets no code', async () => {
    const line = await britishLine();
    await pool.query(
      `update line set holds = '[{"kind":"fraud","since":"2026-01-01","reference":"F-1"}]' where line_id = $1`,
      [line.lineId],
    );
    const text = await answerTo(line, 'STAC');
    expect(text).toContain('no code can be given');
    expect(codeIn(text)).toBeUndefined();
  });

  it('is no word of a line where there are no such codes', async () => {
    const [line] = await seedLines(pool, vault, 1, { from: from++ });
    const issued = simulator.issued.length;
    await answerTo(line!, 'STAC');
    expect(simulator.issued).toHaveLength(issued);
  });
});

it('PAC gets no code here', async () => {
  const line = await britishLine();
  const issued = simulator.issued.length;
  expect(await answerTo(line, 'PAC')).toContain('do not end it');
  expect(simulator.issued).toHaveLength(issued);
});

describe('a code that another operator uses', () => {
  const redeem = async (code: string, at?: Date) => {
    simulator.redeem(code, at);
    return takeRedemptions(op, ENGINE);
  };

  it('begins a case, confirmed by the code; told twice, once', async () => {
    const line = await britishLine();
    const code = codeIn(await answerTo(line, 'STAC'))!;
    expect(await redeem(code)).toBe(1);
    expect(await casesOf(line)).toEqual([
      { stage: 'cool_off', confirmed: true, channel: 'online', factors: ['sms_code'] },
    ]);
    expect(await redeem(code)).toBe(0);
    expect(await casesOf(line)).toHaveLength(1);
    expect(await auditOf(line)).toEqual([null]);
  });

  it('goes on with the case that the line has', async () => {
    const line = await britishLine();
    const code = codeIn(await answerTo(line, 'STAC'))!;
    // As if the process had died between the declaration and noting it.
    expect(await redeem(code)).toBe(1);
    await pool.query('update switching_code set redeemed_at = null, case_id = null where line_id = $1', [
      line.lineId,
    ]);
    expect(await redeem(code)).toBe(1);
    expect(await casesOf(line)).toHaveLength(1);
  });

  it.each<[string, (line: SeededLine) => Promise<unknown>, string]>([
    [
      'after its thirty days',
      ({ lineId }) =>
        pool.query(`update switching_code set expires_at = now() - interval '1 day' where line_id = $1`, [
          lineId,
        ]),
      'expired',
    ],
    [
      'of a line that has ended',
      ({ lineId }) => pool.query(`update line set status = 'ended' where line_id = $1`, [lineId]),
      'line_ended',
    ],
    [
      'of a line that has another holder by now',
      async ({ lineId }) => {
        const other = await britishLine();
        await pool.query('update line set holder_id = $2 where line_id = $1', [lineId, other.partyId]);
      },
      'other_holder',
    ],
  ])('begins nothing %s', async (_, change, refused) => {
    const line = await britishLine();
    const code = codeIn(await answerTo(line, 'STAC'))!;
    await change(line);
    await redeem(code);
    expect(await casesOf(line)).toEqual([]);
    expect(await auditOf(line)).toEqual([refused]);
  });

  it('begins nothing where nobody issued it', async () => {
    expect(await redeem('999999XYZ')).toBe(0);
  });

  it('is read page after page, and from where it was read', async () => {
    const lines = [await britishLine(), await britishLine(), await britishLine()];
    for (const line of lines) simulator.redeem(codeIn(await answerTo(line, 'STAC'))!);
    simulator.inject(503);
    expect(await takeRedemptions(op, ENGINE)).toBe(0);
    simulator.inject(null);
    expect(await takeRedemptions(op, ENGINE)).toBe(3);
    expect(await takeRedemptions(op, ENGINE)).toBe(0);
  });
});

describe('a used code that something stands in the way of', () => {
  const HELD = '[{"kind":"legal","since":"2026-01-01","reference":"L-1"}]';
  const hold = ({ lineId }: SeededLine, holds = HELD) =>
    pool.query('update line set holds = $2 where line_id = $1', [lineId, holds]);
  const due = ({ lineId }: SeededLine) =>
    pool.query('update switching_code set retry_at = now() where line_id = $1 and retry_at is not null', [
      lineId,
    ]);
  const codeOf = async ({ lineId }: SeededLine) =>
    (
      await pool.query<{ waits: boolean; tries: number; checks: string[]; minutes: number | null }>(
        `select retry_at is not null as waits, tries, in_the_way as checks, ceil(extract(epoch from retry_at - now()) / 60)::int as minutes
         from switching_code where line_id = $1`,
        [lineId],
      )
    ).rows[0]!;
  const toldTo = async ({ lineId }: SeededLine) => {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from outbox o join termination t using (case_id) where t.line_id = $1 and o.kind = 'switching_waits'`,
      [lineId],
    );
    return rows[0]!.n;
  };
  const actionsOf = async ({ lineId }: SeededLine) =>
    (
      await pool.query<{ action: string }>(
        `select action from audit where line_id = $1 and action like 'switching_code_%' order by audit_id`,
        [lineId],
      )
    ).rows.map(({ action }) => action.replace('switching_code_', ''));
  const decisionsOf = async ({ lineId }: SeededLine) =>
    (await pool.query(`select 1 from decision where line_id = $1 and kind = 'confirmation'`, [lineId]))
      .rowCount;

  /** As a withdrawal ends a case. */
  async function withdrawn(line: SeededLine): Promise<void> {
    await pool.query(
      `with gone as (delete from termination where line_id = $1 returning *)
       insert into termination_closed select (jsonb_populate_record(null::termination_closed,
         to_jsonb(gone) || jsonb_build_object('outcome', 'withdrawn', 'closed_at', now(), 'stage', 'close'))).* from gone`,
      [line.lineId],
    );
    await pool
      .query('update line set open_case = null where line_id = $1', [line.lineId])
      .catch(() => undefined);
  }

  async function held(): Promise<SeededLine> {
    const line = await britishLine();
    const code = codeIn(await answerTo(line, 'STAC'))!;
    await hold(line);
    simulator.redeem(code);
    await takeRedemptions(op, ENGINE);
    return line;
  }

  it('is received and waits, and its person is told once what it is', async () => {
    const line = await held();
    expect(await casesOf(line)).toMatchObject([{ confirmed: false }]);
    expect(await codeOf(line)).toMatchObject({ waits: true, tries: 1, checks: ['legal_hold'], minutes: 5 });
    expect(await toldTo(line)).toBe(1);
    await due(line);
    await takeRedemptions(op, ENGINE);
    expect(await codeOf(line)).toMatchObject({ waits: true, tries: 2, minutes: 10 });
    expect(await toldTo(line)).toBe(1);
    const taken = await takeMessages(pool, { channel: 'sms', urgent: 0, others: 50, leaseMs: 1_000 });
    await pool.query('delete from outbox');
    const said = taken.filter(({ kind }) => kind === 'switching_waits').map((one) => openMessage(vault, one));
    expect(said).toMatchObject([
      { text: expect.stringMatching(/code for leaving was used.*In the way: .*https?:/s) },
    ]);
  });

  it('goes on by itself once nothing does, and keeps no decision of the looks between', async () => {
    const line = await held();
    for (let tries = 0; tries < 3; tries += 1) {
      await due(line);
      await takeRedemptions(op, ENGINE);
    }
    expect(await decisionsOf(line)).toBe(0);
    await hold(line, '[]');
    await takeRedemptions(op, ENGINE);
    // Its time has not come.
    expect(await casesOf(line)).toMatchObject([{ confirmed: false }]);
    await due(line);
    await takeRedemptions(op, ENGINE);
    expect(await casesOf(line)).toMatchObject([{ stage: 'cool_off', confirmed: true }]);
    expect(await codeOf(line)).toMatchObject({ waits: false, checks: [] });
    expect(await actionsOf(line)).toEqual(['redeemed', 'confirmed']);
  });

  it('is tried at least once an hour', async () => {
    const line = await held();
    await pool.query('update switching_code set tries = 5000 where line_id = $1', [line.lineId]);
    await due(line);
    await takeRedemptions(op, ENGINE);
    expect((await codeOf(line)).minutes).toBe(60);
  });

  it('is over once its person withdraws, and is not begun anew', async () => {
    const line = await held();
    await hold(line, '[]');
    await withdrawn(line);
    await due(line);
    await takeRedemptions(op, ENGINE);
    expect(await casesOf(line)).toEqual([]);
    expect((await codeOf(line)).waits).toBe(false);
    expect(await actionsOf(line)).toEqual(['redeemed', 'over']);
  });

  it('is over, and is not called confirmed, where its case was confirmed and withdrawn before that was noted', async () => {
    const line = await held();
    await hold(line, '[]');
    await due(line);
    await takeRedemptions(op, ENGINE);
    expect(await casesOf(line)).toMatchObject([{ confirmed: true }]);
    // As if it had died between the confirmation and its note.
    await pool.query('update switching_code set retry_at = now() where line_id = $1', [line.lineId]);
    await pool.query(`delete from audit where line_id = $1 and action = 'switching_code_confirmed'`, [
      line.lineId,
    ]);
    await withdrawn(line);
    await takeRedemptions(op, ENGINE);
    expect((await codeOf(line)).waits).toBe(false);
    expect(await actionsOf(line)).toEqual(['redeemed', 'over']);
  });

  it('is over once the line is somebody else’s', async () => {
    const line = await held();
    await hold(line, '[]');
    const other = await britishLine();
    await pool.query('update line set holder_id = $2 where line_id = $1', [line.lineId, other.partyId]);
    await due(line);
    await takeRedemptions(op, ENGINE);
    expect(await casesOf(line)).toMatchObject([{ confirmed: false }]);
    expect(await actionsOf(line)).toEqual(['redeemed', 'over']);
  });

  it('waits where the case rests, without telling anybody', async () => {
    const line = await britishLine();
    const code = codeIn(await answerTo(line, 'STAC'))!;
    await hold(line);
    simulator.redeem(code);
    await pool.query(`update switching_code set told_at = now() where line_id = $1`, [line.lineId]);
    await takeRedemptions(op, ENGINE);
    await hold(line, '[]');
    await pool.query(`update termination set paused_until = now() + interval '2 hours' where line_id = $1`, [
      line.lineId,
    ]);
    await due(line);
    await takeRedemptions(op, ENGINE);
    expect(await codeOf(line)).toMatchObject({ waits: true, checks: [] });
    expect(await toldTo(line)).toBe(0);
  });

  it('is taken up again after a death between its note and its case, or after the case', async () => {
    const line = await britishLine();
    const code = codeIn(await answerTo(line, 'STAC'))!;
    const dying = {
      ...op,
      rulebooks: {
        ...op.rulebooks,
        inForce: () => {
          throw new Error('died');
        },
      },
    } as never;
    simulator.redeem(code);
    await expect(takeRedemptions(dying, ENGINE)).rejects.toThrow();
    expect(await casesOf(line)).toEqual([]);
    expect(await codeOf(line)).toMatchObject({ waits: true, tries: 1 });
    await due(line);
    await takeRedemptions(op, ENGINE);
    expect(await casesOf(line)).toMatchObject([{ confirmed: true }]);
    // As if it had died before that was noted.
    await pool.query('update switching_code set retry_at = now() where line_id = $1', [line.lineId]);
    await takeRedemptions(op, ENGINE);
    expect(await casesOf(line)).toHaveLength(1);
    expect((await codeOf(line)).waits).toBe(false);
  });

  it('begins one case and tells once, whoever takes it up at the same time', async () => {
    const line = await britishLine();
    const code = codeIn(await answerTo(line, 'STAC'))!;
    await hold(line);
    simulator.redeem(code);
    await Promise.all([1, 2, 3, 4].map(() => takeRedemptions(op, ENGINE)));
    expect(await casesOf(line)).toHaveLength(1);
    expect(await toldTo(line)).toBe(1);
    expect((await codeOf(line)).tries).toBe(1);
  });

  it('does not keep the others where one fails', async () => {
    const [broken, good] = [await held(), await held()];
    await pool.query(`update line set jurisdiction = 'zz', holds = '[]' where line_id = $1`, [broken.lineId]);
    await hold(good, '[]');
    await due(broken);
    await due(good);
    await takeRedemptions(op, ENGINE).catch(() => undefined);
    expect(await casesOf(good)).toMatchObject([{ confirmed: true }]);
  });

  it('is in the work queue after a day, with what stands in the way, until it goes on', async () => {
    const line = await held();
    const seen = async () => {
      const work = await queuedWork(pool, {
        ...{ kinds: ['switching'], waitingFor: 'staff', stage: null, jurisdiction: null, province: null },
        ...{ overdueAt: null, assigned: null, confidential: false, after: null, items: null, limit: 50 },
      });
      return work.filter(({ jurisdiction }) => jurisdiction === 'gb');
    };
    const before = (await seen()).length;
    await pool.query(
      `update switching_code set redeemed_at = redeemed_at - interval '25 hours' where line_id = $1`,
      [line.lineId],
    );
    const after = await seen();
    expect(after).toHaveLength(before + 1);
    expect(after[0]).toMatchObject({
      label: 'legal_hold',
      reference: expect.stringMatching(/^HB-/),
      at: expect.any(Date),
    });
    // Of a confidential case others see nothing here either.
    await pool.query(
      'update termination set confidential = true, requester_id = holder_id where line_id = $1',
      [line.lineId],
    );
    expect(await seen()).toHaveLength(before);
    await pool.query('update termination set confidential = false, requester_id = null where line_id = $1', [
      line.lineId,
    ]);
    await hold(line, '[]');
    await due(line);
    await takeRedemptions(op, ENGINE);
    expect(await seen()).toHaveLength(before);
  });
});

describe('the driver', () => {
  const none = {} as Surroundings;

  it('is asked for a sign of life', async () => {
    expect(await probeSwitchingCodes(simulator.url, none, 1_000)).toMatchObject([{ fault: null }]);
    const wrong = new URL(simulator.url);
    wrong.password = 'wrong';
    expect(await probeSwitchingCodes(wrong, none, 1_000)).toMatchObject([{ fault: 'http_401' }]);
  });

  it('sends no code in the clear over a network', () => {
    expect(() => switchingCodesFromUrl(new URL('http://:t@switching.example'))).toThrow('https');
  });
});
