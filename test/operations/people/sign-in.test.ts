import { describe, expect, it } from 'vitest';
import { HandbackError } from '../../../src/domain/errors.ts';
import type { Visitor } from '../../../src/operations/access/actor.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { declare } from '../../../src/operations/cases/declare.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { everyAttemptAbout } from '../../../src/operations/people/attempt-counters.ts';
import { proveDocument } from '../../../src/operations/people/prove-document.ts';
import { requestCode } from '../../../src/operations/people/request-code.ts';
import { resetAttempts } from '../../../src/operations/people/reset-attempts.ts';
import { signInByCode } from '../../../src/operations/people/sign-in-by-code.ts';
import { signInWithoutPhone } from '../../../src/operations/people/sign-in-without-phone.ts';
import { findSession, openSession } from '../../../src/store/people/sessions.ts';
import { staffNamed, subscriberOf, VISITOR } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { codeSentTo, countingQueries } from '../../support/codes.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool } = op;

/** The operations at another time. */
const later = (minutes: number): Operations => ({
  ...op,
  clock: { now: () => new Date(Date.now() + minutes * 60_000) },
});
/** Somebody else's: a number that can be one. */
const OTHER_DOCUMENT = '440524188001010014';
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'in',
    (error) => (error instanceof HandbackError ? error.code : String(error)),
  );

/** A code as its asker has it: the digits from the phone, and what came with the answer. */
async function asked(line: SeededLine, at: Operations = op, actor: Visitor = VISITOR) {
  const { challenge } = await requestCode(at, actor, { number: line.msisdn });
  return { number: line.msisdn, challenge, code: await codeSentTo(instance, line) };
}

const from = (client: string): Visitor => ({ ...VISITOR, client });

describe('a code', () => {
  it('opens one session, once, for the line that has the number', async () => {
    const [line] = await seedLines(pool, instance.vault, 1);
    const given = await asked(line!);
    const { code } = given;
    const signedIn = await signInByCode(op, VISITOR, {
      ...given,
      code: ` ${code.slice(0, 3)}-${code.slice(3)} `,
    });
    expect(signedIn).toMatchObject({ lineId: line!.lineId, factors: ['sms_code'] });
    expect(await findSession(pool, signedIn.token)).toMatchObject({ partyId: line!.partyId });
    expect(await outcome(signInByCode(op, VISITOR, given))).toBe('code_over');
    const { rows } = await pool.query(
      `select encode(code_hash, 'escape') || encode(challenge_hash, 'escape') as hash from one_time_code
       union all select encode(token_hash, 'escape') from session`,
    );
    for (const { hash } of rows) {
      expect(hash).not.toContain(code);
      expect(hash).not.toContain(given.challenge);
    }
  });

  it('opens one session when it is sent fifty times at once', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 5 });
    const given = await asked(line!);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => outcome(signInByCode(op, VISITOR, given))),
    );
    expect(answers.filter((answer) => answer === 'in')).toHaveLength(1);
  });

  it('ends with its time, and with the use of another one', async () => {
    const [line, other] = await seedLines(pool, instance.vault, 2, { from: 10 });
    const given = await asked(line!);
    expect(await outcome(signInByCode(later(10), VISITOR, given))).toBe('code_over');
    const first = await asked(other!);
    const second = await asked(other!, later(1));
    expect(await outcome(signInByCode(later(1), VISITOR, second))).toBe('in');
    expect(await outcome(signInByCode(later(1), VISITOR, first))).toBe('code_over');
  });

  it('has five tries, and they are of the one who asked for it', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 20 });
    const theirs = await asked(line!, op, from('198.51.100.1'));
    const own = await asked(line!, op, from('203.0.113.1'));
    const guesses = Array.from({ length: 200 }, (_, i) => String(i).padStart(6, '0')).filter(
      (guess) => guess !== theirs.code && guess !== own.code,
    );
    const answers = await Promise.all(
      guesses.map((code) => outcome(signInByCode(op, VISITOR, { ...theirs, code }))),
    );
    expect(answers.filter((answer) => answer === 'answer_wrong')).toHaveLength(4);
    expect(new Set(answers)).toEqual(new Set(['answer_wrong', 'code_over']));
    expect(await outcome(signInByCode(op, VISITOR, theirs))).toBe('code_over');
    expect(await outcome(signInByCode(op, VISITOR, { ...own, challenge: theirs.challenge }))).toBe(
      'code_over',
    );
    expect(await outcome(signInByCode(op, VISITOR, own))).toBe('in');
  });

  it('is worth nothing without what came with it', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 25 });
    const given = await asked(line!);
    for (let i = 0; i < 50; i++)
      expect(await outcome(signInByCode(op, VISITOR, { ...given, challenge: `guess ${i}` }))).toBe(
        'code_over',
      );
    expect(await outcome(signInByCode(op, VISITOR, given))).toBe('in');
  });

  it('is sent once when a hundred are asked for at once', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 30 });
    for (const number of [line!.msisdn, '+8617009999999']) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => outcome(requestCode(op, VISITOR, { number }))),
      );
      expect(answers.filter((answer) => answer === 'in')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'code_too_soon')).toHaveLength(99);
    }
    const { rows } = await pool.query('select count(*)::int as n from outbox where party_id = $1', [
      line!.partyId,
    ]);
    expect(rows[0].n).toBe(1);
  });

  it('is kept from no holder by who asks for it in their place, and from nobody for more than an hour', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 35 });
    const { msisdn: number } = line!;
    let at = 0;
    const askAll = async (client: string) => {
      let sent = 0;
      for (;;) {
        at += 1;
        const answer = await outcome(requestCode(later(at), from(client), { number }));
        if (answer === 'code_too_many') return sent;
        if (answer === 'in') sent += 1;
      }
    };
    expect(await askAll('198.51.100.7')).toBe(50);
    expect(await outcome(requestCode(later(at), from('203.0.113.7'), { number }))).toBe('in');
    // From many places at once: twice as many as one may have in a day, and then nobody for an hour.
    const [, other] = await seedLines(pool, instance.vault, 2, { from: 36 });
    const many = [];
    for (let i = 0; i < 120; i++)
      many.push(await outcome(requestCode(op, from(`198.51.100.${i}`), { number: other!.msisdn })));
    expect(many.filter((answer) => answer === 'in')).toHaveLength(100);
    expect(new Set(many.slice(100))).toEqual(new Set(['code_too_many']));
    const holder = (at: Operations) =>
      outcome(requestCode(at, from('203.0.113.7'), { number: other!.msisdn }));
    expect(await holder(later(59))).toBe('code_too_many');
    expect(await holder(later(61))).toBe('in');
  });

  it('of the old holder does not open the line that has the number now', async () => {
    const [line, heir] = await seedLines(pool, instance.vault, 2, { from: 40 });
    const given = await asked(line!);
    await pool.query('update msisdn_assignment set to_at = now() where line_id = any($1)', [
      [line!.lineId, heir!.lineId],
    ]);
    await pool.query('insert into msisdn_assignment (line_id, msisdn, from_at) values ($1, $2, now())', [
      heir!.lineId,
      line!.msisdn,
    ]);
    expect(await outcome(signInByCode(op, VISITOR, given))).toBe('answer_wrong');
  });

  it('of the old holder does not open the line that was made over to somebody else', async () => {
    const [line, heir] = await seedLines(pool, instance.vault, 2, { from: 50 });
    const given = await asked(line!);
    await pool.query('update line set holder_id = $2 where line_id = $1', [line!.lineId, heir!.partyId]);
    expect(await outcome(signInByCode(op, VISITOR, given))).toBe('answer_wrong');
  });
});

describe('what cannot be an answer', () => {
  it('costs no try, however often it is sent, and the right answer still lets in', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 65 });
    const { msisdn: number } = line!;
    const { challenge, code } = await asked(line!);
    for (const given of ['', '  ', '12345', '1234567', 'abc', '10 分钟内有效', code.slice(0, 5)])
      expect(await outcome(signInByCode(op, VISITOR, { number, challenge, code: given })), given).toBe(
        'code_invalid',
      );
    const openedOn = '2020-05-17';
    for (const documentNumber of ['', ' ', 'X', '?!?!', '110105194912310021', '110105209912310029'])
      expect(
        await outcome(signInWithoutPhone(op, VISITOR, { number, documentNumber, openedOn })),
        documentNumber,
      ).toBe('document_invalid');
    for (const day of ['', 'yesterday', '2020-02-30'])
      expect(
        await outcome(
          signInWithoutPhone(op, VISITOR, { number, documentNumber: TEST_DOCUMENT, openedOn: day }),
        ),
      ).toBe('date_invalid');
    const wide = code.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
    const message = `【运营商】验证码 ${wide}，１０ 分钟内有效。`;
    const { token } = await signInByCode(op, VISITOR, { number, challenge, code: message });
    for (const documentNumber of ['', 'X', '11010519491231020X'])
      expect(
        await outcome(proveDocument(op, subscriberOf(line!, ['sms_code'], token), { documentNumber })),
      ).toBe('document_invalid');
    const { rows } = await pool.query(
      'select coalesce(sum(failures + lockouts), 0)::int as n from attempt_counter where subject = any($1)',
      [everyAttemptAbout(op.vault, number)],
    );
    expect(rows).toEqual([{ n: 0 }]);
    expect(
      await outcome(
        signInWithoutPhone(op, VISITOR, {
          number,
          documentNumber: TEST_DOCUMENT,
          openedOn: '２０２０－０５－１７',
        }),
      ),
    ).toBe('in');
  });
});

describe('an unknown number', () => {
  it('is answered like a known one, with as many statements, in every operation', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 60 });
    const counted = countingQueries(op);
    const both = async (ask: (number: string) => Promise<unknown>) => {
      const seen = [];
      for (const number of [line!.msisdn, '+8617008888888']) {
        counted.reset();
        const answer = await ask(number).then(
          (value) => Object.keys(value as object).sort(),
          (error) => [(error as HandbackError).code, ...Object.keys((error as HandbackError).facts)],
        );
        seen.push({ answer, statements: counted.count() });
      }
      return seen;
    };
    for (const ask of [
      (number: string) => requestCode(counted.op, VISITOR, { number }),
      (number: string) => requestCode(counted.op, VISITOR, { number }),
      async (number: string) => {
        const { challenge } = await requestCode(op, from('198.51.100.77'), { number });
        counted.reset();
        return signInByCode(counted.op, VISITOR, { number, challenge, code: '000000' });
      },
      (number: string) =>
        signInWithoutPhone(counted.op, VISITOR, { number, documentNumber: 'X12', openedOn: '2020-05-17' }),
    ]) {
      const [known, unknown] = await both(ask);
      expect(unknown).toEqual(known);
    }
  });
});

describe('without the phone', () => {
  const right = (number: string) => ({ number, documentNumber: TEST_DOCUMENT, openedOn: '2020-05-17' });

  it('the document and the opening day let in, however the document is written', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 70 });
    const given = { ...right(line!.msisdn), documentNumber: '１１０１０５ 19491231-002x' };
    expect(await signInWithoutPhone(op, VISITOR, given)).toMatchObject({
      lineId: line!.lineId,
      factors: ['document_number', 'opening_date'],
    });
  });

  const wrongOnes = (number: string) => [
    { ...right(number), documentNumber: OTHER_DOCUMENT },
    { ...right(number), openedOn: '2020-05-18' },
  ];

  it('neither part alone does, and five wrong answers lock their asker, the right one included', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 80 });
    const { msisdn } = line!;
    const wrong = wrongOnes(msisdn);
    for (const given of [...wrong, ...wrong])
      expect(await outcome(signInWithoutPhone(op, VISITOR, given))).toBe('answer_wrong');
    expect(await outcome(signInWithoutPhone(op, VISITOR, wrong[0]!))).toBe('answer_locked');
    expect(await outcome(signInWithoutPhone(op, VISITOR, right(msisdn)))).toBe('answer_locked');
    expect(await outcome(signInWithoutPhone(later(2), VISITOR, right(msisdn)))).toBe('in');
  });

  it('a thousand wrong answers of a stranger lock no door of the holder', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 81 });
    const { msisdn, partyId, lineId } = line!;
    const token = await openSession(pool, instance.vault, { partyId, lineId, factors: ['sms_code'] });
    const given = await asked(line!, op, from('203.0.113.5'));
    const stranger = from('198.51.100.5');
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) =>
        outcome(signInWithoutPhone(op, stranger, wrongOnes(msisdn)[i % 2]!)),
      ),
    );
    expect(answers.filter((answer) => answer === 'answer_wrong')).toHaveLength(4);
    expect(await outcome(signInWithoutPhone(op, from('203.0.113.5'), right(msisdn)))).toBe('in');
    expect(await outcome(signInByCode(op, VISITOR, given))).toBe('in');
    const holder = subscriberOf(line!, ['sms_code'], token);
    expect(await outcome(proveDocument(op, holder, { documentNumber: TEST_DOCUMENT }))).toBe('in');
  });

  it('guessing from many places ends all the same, is written down, and staff can undo it', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 82 });
    const { msisdn } = line!;
    const wrong = wrongOnes(msisdn);
    const seen: string[] = [];
    for (let i = 0; i < 60; i++)
      seen.push(await outcome(signInWithoutPhone(op, from(`198.51.100.${i}`), wrong[i % 2]!)));
    expect(seen.filter((answer) => answer === 'answer_wrong')).toHaveLength(49);
    expect(seen.at(-1)).toBe('answer_locked');
    expect(await outcome(signInWithoutPhone(op, from('203.0.113.9'), right(msisdn)))).toBe('answer_locked');
    // Another door of the same number is open.
    expect(await outcome(requestCode(op, from('203.0.113.9'), { number: msisdn }))).toBe('in');
    const { rows } = await pool.query(
      `select facts->>'door' as door, facts->>'of' as of from audit where line_id = $1 and action = 'locked_out'`,
      [line!.lineId],
    );
    expect(rows).toEqual([{ door: 'without_phone', of: 'everybody' }]);
    expect(await resetAttempts(op, staffNamed('lin'), { number: msisdn })).toBeGreaterThan(1);
    expect(await outcome(signInWithoutPhone(op, from('203.0.113.9'), right(msisdn)))).toBe('in');
  });
});

describe('the factors of a session', () => {
  it('grow by a proven document, and only by the right one', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 90 });
    const { token } = await signInByCode(op, VISITOR, await asked(line!));
    const prove = (documentNumber: string, sessionToken = token) =>
      outcome(proveDocument(op, subscriberOf(line!, ['sms_code'], sessionToken), { documentNumber }));
    expect(await prove(OTHER_DOCUMENT)).toBe('answer_wrong');
    expect((await findSession(pool, token))?.factors).toEqual(['sms_code']);
    expect(await prove(TEST_DOCUMENT)).toBe('in');
    expect((await findSession(pool, token))?.factors).toEqual(['sms_code', 'document_number']);
    expect(await prove(TEST_DOCUMENT, 'no such session')).toBe('not_signed_in');
  });

  it('decide whether a declaration may be confirmed, and whether a phone may be barred at once', async () => {
    const [line, lost] = await seedLines(pool, instance.vault, 2, { from: 100 });
    const { caseId } = await declared(op, line!);
    await expect(confirm(op, subscriberOf(line!, ['sms_code']), { caseId })).rejects.toMatchObject({
      code: 'factor_needed',
      facts: { missing: 1 },
    });
    // Two of a kind that does not count are none.
    await expect(
      confirm(op, subscriberOf(line!, ['opening_date', 'receipt_secret']), { caseId }),
    ).rejects.toMatchObject({ code: 'factor_needed', facts: { missing: 2 } });
    expect(await outcome(confirm(op, subscriberOf(line!, ['sms_code', 'document_number']), { caseId }))).toBe(
      'in',
    );
    const urgent = { lineId: lost!.lineId, reason: 'stolen' as const };
    await expect(declare(op, subscriberOf(lost!, ['sms_code']), urgent)).rejects.toMatchObject({
      code: 'factor_needed',
    });
    expect(await outcome(declare(op, subscriberOf(lost!, ['document_number', 'opening_date']), urgent))).toBe(
      'in',
    );
  });
});
