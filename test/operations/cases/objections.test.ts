import { afterEach, describe, expect, it } from 'vitest';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { objectToCase } from '../../../src/operations/cases/objections/object-to-case.ts';
import { objectionToken } from '../../../src/operations/cases/objections/objection-link.ts';
import { viewObjection } from '../../../src/operations/cases/objections/view-objection.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { decideFraudReview } from '../../../src/operations/lines/fraud/decide-fraud-review.ts';
import { pauseCase } from '../../../src/store/cases/pauses/pauses.ts';
import type { Db } from '../../../src/store/database/database.ts';
import { findParty } from '../../../src/store/people/parties.ts';
import { signedInPerson, subscriberOf, VISITOR } from '../../support/actors.ts';
import {
  atPeer,
  auditOf,
  closedCase,
  cooledOff,
  declared,
  readyToEnd,
  running,
  stuckCase,
} from '../../support/cases.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const lines = await seedLines(pool, instance.vault, 30, { simulator });
let next = 0;
const aLine = (): SeededLine => lines[next++]!;
const fraud = await signedInPerson(op, 'qian', ['fraud']);
afterEach(() => simulator.inject({}));

const linkOf = ({ reference }: { readonly reference: string }) => ({
  reference,
  token: objectionToken(op.vault, reference),
});
const object = (made: { readonly reference: string }) => objectToCase(op, VISITOR, linkOf(made));
const stateOf = async (caseId: string) =>
  (
    await pool.query<{ stage: string; waiting_for: string | null; paused_until: Date | null }>(
      'select stage, waiting_for, paused_until from termination where case_id = $1',
      [caseId],
    )
  ).rows[0];
const reviewsOf = async ({ lineId }: SeededLine) =>
  (
    await pool.query<{ reference: string; why: string; times: number; state: string }>(
      'select reference, why, times, state from fraud_review where line_id = $1 order by opened_at',
      [lineId],
    )
  ).rows;
/** What left, or waits to leave, about a case. */
const told = async ({ partyId }: SeededLine, caseId: string) => {
  const { dataKey } = (await findParty(pool, instance.vault, partyId))!;
  const { rows } = await pool.query<{ contact_id: string | null; body_enc: Buffer }>(
    'select contact_id, body_enc from outbox where case_id = $1 order by message_id',
    [caseId],
  );
  return rows.map((row) => ({
    ...row,
    text: instance.vault.decryptText(dataKey, 'outbox body', row.body_enc),
  }));
};
/** Until the case rests at the stage that it comes to. */
const resting = (caseId: string) =>
  eventually(
    () => stateOf(caseId),
    (found) => found?.waiting_for === 'paused',
  );
const restIsOver = (caseId: string) =>
  pool.query(
    'update termination set paused_until = now(), due_at = least(due_at, now()) where case_id = $1',
    [caseId],
  );

describe('the link of the message that tells of a case', () => {
  it('shows what it would do and changes nothing; one tap lets the case rest and opens a review, once', async () => {
    const line = aLine();
    const { caseId, reference } = await declared(op, line);
    const [message] = await told(line, caseId);
    const [, said, token] = /\/not-me\/(HB-[0-9A-Z]{8})\/([0-9A-Z]{16})\b/.exec(message!.text)!;
    const link = { reference: said!, token: token! };
    expect(await viewObjection(op, VISITOR, link)).toMatchObject({ reference, state: 'possible' });
    expect(await auditOf(pool, caseId)).toEqual(['declared']);
    const views = await Promise.all(Array.from({ length: 30 }, () => objectToCase(op, VISITOR, link)));
    expect(new Set(views.map(({ state }) => state))).toEqual(new Set(['resting']));
    expect(await auditOf(pool, caseId)).toEqual(['declared', 'objected']);
    expect(await reviewsOf(line)).toMatchObject([{ why: 'objection', times: 1, state: 'open' }]);
    const until = (await stateOf(caseId))!.paused_until!.getTime();
    expect(until - op.clock.now().getTime()).toBeGreaterThan(0);
    await expect(confirm(op, subscriberOf(line), { caseId })).rejects.toMatchObject({ code: 'case_paused' });
  });

  it.each([
    [
      'of another case',
      (link: { token: string }) => ({ ...link, token: objectionToken(op.vault, 'HB-00000000') }),
    ],
    ['cut short', (link: { token: string }) => ({ ...link, token: link.token.slice(0, 15) })],
    ['empty', (link: { token: string }) => ({ ...link, token: '' })],
    [
      'in another alphabet',
      (link: { token: string }) => ({ ...link, token: '不是我本人不是我本人不是我本人不' }),
    ],
  ] as const)('opens nothing with a token that is %s', async (_what, change) => {
    const { reference, caseId } = await declared(op, aLine());
    const link = { reference, ...change(linkOf({ reference })) };
    await expect(objectToCase(op, VISITOR, link)).rejects.toMatchObject({ code: 'case_unknown' });
    expect(await auditOf(pool, caseId)).toEqual(['declared']);
  });

  it('opens nothing of a confidential case: nobody was told of it', async () => {
    const home = await household(instance, 500);
    const made = (await accepted(instance, home, await safeRequest(instance, home, 'end')))!;
    await expect(object(made)).rejects.toMatchObject({ code: 'case_unknown' });
  });

  it('says that it is stopped after a withdrawal, and too late after the end', async () => {
    const [taken, ended] = [aLine(), aLine()];
    const back = await declared(op, taken);
    await withdraw(op, subscriberOf(taken), back);
    expect(await object(back)).toMatchObject({ state: 'stopped' });
    const made = await readyToEnd(op, ended);
    await running(instance.engine(), () => closedCase(pool, made.caseId));
    expect(await object(made)).toMatchObject({ state: 'too_late' });
    expect(await reviewsOf(ended)).toEqual([]);
  });

  it('reaches a contact that was there before the newest change', async () => {
    const line = aLine();
    const { partyId } = line;
    const { dataKey } = (await findParty(pool, instance.vault, partyId))!;
    for (const [value, changed] of [
      ['+8613900000001', '1 year'],
      ['+8613900000002', '1 hour'],
    ] as const)
      await pool.query(
        `insert into contact (party_id, channel, value_enc, value_bidx, verified_at, changed_at)
         values ($1, 'sms', $2, $3, now(), now() - $4::interval)`,
        [
          partyId,
          instance.vault.encrypt(dataKey, 'contact', value),
          instance.vault.index('contact sms', value),
          changed,
        ],
      );
    const { reference, caseId } = await declared(op, line);
    const messages = await told(line, caseId);
    expect(messages).toHaveLength(3);
    expect(new Set(messages.map(({ contact_id }) => contact_id)).size).toBe(3);
    for (const { text } of messages) expect(text).toContain(`/not-me/${reference}/`);
  });
});

describe('a case that rests', () => {
  it('does not touch the network before its time, and then goes on by itself', async () => {
    const line = aLine();
    const made = await readyToEnd(op, line);
    await object(made);
    await running(instance.engine(), async () => {
      expect(await resting(made.caseId)).toMatchObject({ stage: 'bar' });
      expect(atPeer(simulator, line.imsi)).toBe('served');
      await restIsOver(made.caseId);
      expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed' });
    });
    expect(await auditOf(pool, made.caseId)).toContain('bar.paused');
  });

  it('rests once: a second objection after it is over says so, and opens nothing', async () => {
    const line = aLine();
    const made = await declared(op, line);
    await object(made);
    await restIsOver(made.caseId);
    expect(await object(made)).toMatchObject({ state: 'used' });
    expect(await reviewsOf(line)).toHaveLength(1);
    await confirm(op, subscriberOf(line), made);
  });

  it('goes on at once where the fraud desk clears it, and stays where it is held', async () => {
    const [cleared, held] = [aLine(), aLine()];
    const cases = [await readyToEnd(op, cleared), await readyToEnd(op, held)] as const;
    for (const made of cases) await object(made);
    await running(instance.engine(), async () => {
      for (const { caseId } of cases) await resting(caseId);
      const decide = async (line: SeededLine, decision: 'cleared' | 'held') => {
        const { reference } = (await reviewsOf(line))[0]!;
        await decideFraudReview(op, fraud, { reference, decision, reason: 'called back' });
      };
      await decide(cleared, 'cleared');
      await decide(held, 'held');
      expect(await closedCase(pool, cases[0].caseId)).toMatchObject({ outcome: 'completed' });
      await restIsOver(cases[1].caseId);
      expect(await stuckCase(pool, cases[1].caseId)).toMatchObject({
        stage: 'bar',
        problem: { code: 'blocked_at_intent', checks: ['fraud_hold'] },
      });
    });
    expect(atPeer(simulator, held.imsi)).toBe('served');
  });

  it('that is barred rests before the removal', async () => {
    const line = aLine();
    expect(await instance.vlr.attach(line.imsi, 'cs')).toBe(true);
    const made = await readyToEnd(op, line);
    let asked = false;
    simulator.inject({
      behaviour: ({ action, imsi }) => {
        if (asked || action !== 'cancel_location' || imsi !== line.imsi) return 'answer';
        asked = true;
        return 'refuse';
      },
    });
    const engine = instance.engine();
    await running(engine, async () => {
      await eventually(
        () => stateOf(made.caseId),
        (found) => found?.waiting_for === 'serving_node',
      );
      await object(made);
      await pool.query('update termination set due_at = now() where case_id = $1', [made.caseId]);
      engine.wake();
      expect(await resting(made.caseId)).toMatchObject({ stage: 'remove' });
      expect(atPeer(simulator, line.imsi)).toBe('barred');
      expect((await withdraw(op, subscriberOf(line), made)).effect).toBe('undoing');
      expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'withdrawn' });
    });
    expect(atPeer(simulator, line.imsi)).toBe('served');
  });
});

describe('one moment before an intent', () => {
  const HOLD = `update line set own_holds = '[{"kind":"fraud","since":"2026-01-01","reference":"FR-1"}]' where line_id = $1`;
  it.each([
    {
      what: 'a hold that is being put on the line',
      act: (tx: Db, { lineId }: SeededLine) => tx.query(HOLD, [lineId]),
      stops: { waiting_for: 'staff', stage: 'bar' },
    },
    {
      what: 'an objection that is being raised',
      act: (tx: Db, _: SeededLine, caseId: string) =>
        pauseCase(tx, { caseId, at: new Date(), until: new Date(Date.now() + 3_600_000) }),
      stops: { waiting_for: 'paused', stage: 'bar' },
    },
  ])('$what is waited for, and counts', async ({ act, stops }) => {
    const line = aLine();
    const made = await readyToEnd(op, line);
    await cooledOff(pool, made.caseId);
    // Claimed, and about to look: the lock of the case stands between.
    const blocker = await pool.connect();
    try {
      await blocker.query('begin');
      let look: () => void = () => undefined;
      const looked = new Promise<void>((resolve) => {
        look = resolve;
      });
      simulator.inject({
        behaviour: ({ action, imsi }) => {
          if (action === 'lookup' && imsi === line.imsi) look();
          return 'answer';
        },
      });
      await running(instance.engine(), async () => {
        await looked;
        await blocker.query('select from termination where case_id = $1 for no key update', [made.caseId]);
        await act(blocker, line, made.caseId);
        await eventually(
          async () =>
            (
              await pool.query<{ n: number }>(
                `select count(*)::int as n from pg_stat_activity
                 where wait_event_type = 'Lock' and datname = current_database() and query like '%termination%'`,
              )
            ).rows[0]!.n,
          (n) => n > 0,
        );
        await blocker.query('commit');
        await eventually(
          () => stateOf(made.caseId),
          (found) => found?.waiting_for === stops.waiting_for && found.stage === stops.stage,
        );
      });
    } finally {
      blocker.release();
    }
    expect(atPeer(simulator, line.imsi)).toBe('served');
  });
});
