import { describe, expect, it } from 'vitest';
import { HandbackError } from '../../../src/domain/errors.ts';
import type { Msisdn } from '../../../src/domain/values/msisdn.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { declare } from '../../../src/operations/cases/declare.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { documentBucket } from '../../../src/operations/people/document-answer.ts';
import { numberBucket } from '../../../src/operations/people/one-time-code.ts';
import { proveDocument } from '../../../src/operations/people/prove-document.ts';
import { requestCode } from '../../../src/operations/people/request-code.ts';
import { signInByCode } from '../../../src/operations/people/sign-in-by-code.ts';
import { signInWithoutPhone } from '../../../src/operations/people/sign-in-without-phone.ts';
import { findSession } from '../../../src/store/people/sessions.ts';
import { subscriberOf, VISITOR } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { codeSentTo, countingQueries } from '../../support/codes.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines, TEST_DOCUMENT } from '../../support/seed.ts';

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

describe('a code', () => {
  it('opens one session, once, for the line that has the number', async () => {
    const [line] = await seedLines(pool, instance.vault, 1);
    await requestCode(op, VISITOR, { number: line!.msisdn });
    const code = await codeSentTo(instance, line!);
    const signedIn = await signInByCode(op, VISITOR, {
      number: line!.msisdn,
      code: ` ${code.slice(0, 3)}-${code.slice(3)} `,
    });
    expect(signedIn).toMatchObject({ lineId: line!.lineId, factors: ['sms_code'] });
    expect(await findSession(pool, signedIn.token)).toMatchObject({ partyId: line!.partyId });
    expect(await outcome(signInByCode(op, VISITOR, { number: line!.msisdn, code }))).toBe('answer_wrong');
    const { rows } = await pool.query(
      `select encode(code_hash, 'escape') as hash from one_time_code union all select encode(token_hash, 'escape') from session`,
    );
    for (const { hash } of rows) expect(hash).not.toContain(code);
  });

  it('opens one session when it is sent fifty times at once', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 5 });
    await requestCode(op, VISITOR, { number: line!.msisdn });
    const code = await codeSentTo(instance, line!);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => outcome(signInByCode(op, VISITOR, { number: line!.msisdn, code }))),
    );
    expect(answers.filter((answer) => answer === 'in')).toHaveLength(1);
  });

  it('ends with its time, and with the use of a newer one', async () => {
    const [line, other] = await seedLines(pool, instance.vault, 2, { from: 10 });
    await requestCode(op, VISITOR, { number: line!.msisdn });
    const code = await codeSentTo(instance, line!);
    expect(await outcome(signInByCode(later(10), VISITOR, { number: line!.msisdn, code }))).toBe(
      'answer_wrong',
    );
    await requestCode(op, VISITOR, { number: other!.msisdn });
    const first = await codeSentTo(instance, other!);
    await requestCode(later(1), VISITOR, { number: other!.msisdn });
    const second = await codeSentTo(instance, other!);
    expect(await outcome(signInByCode(later(1), VISITOR, { number: other!.msisdn, code: second }))).toBe(
      'in',
    );
    expect(await outcome(signInByCode(later(1), VISITOR, { number: other!.msisdn, code: first }))).toBe(
      'answer_wrong',
    );
  });

  it('does not let anyone in who tries ten thousand of them, and then not even the right one', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 20 });
    await requestCode(op, VISITOR, { number: line!.msisdn });
    const code = await codeSentTo(instance, line!);
    const seen = new Map<string, number>();
    for (let from = 0; from < 10_000; from += 500) {
      const guesses = Array.from({ length: 500 }, (_, i) => String(from + i).padStart(6, '0'));
      const answers = await Promise.all(
        guesses
          .filter((g) => g !== code)
          .map((guess) => outcome(signInByCode(op, VISITOR, { number: line!.msisdn, code: guess }))),
      );
      for (const answer of answers) seen.set(answer, (seen.get(answer) ?? 0) + 1);
    }
    // Four wrong answers, and the fifth locks.
    expect(seen.get('answer_wrong')).toBe(4);
    expect([...seen.keys()].sort()).toEqual(['answer_locked', 'answer_wrong']);
    expect(await outcome(signInByCode(op, VISITOR, { number: line!.msisdn, code }))).toBe('answer_locked');
    expect(await outcome(requestCode(op, VISITOR, { number: line!.msisdn }))).toBe('answer_locked');
    // A lockout is for the number: a new code after it does not bring the old tries back, and the next lockout is longer.
    const now = later(2);
    await requestCode(now, VISITOR, { number: line!.msisdn });
    const fresh = await codeSentTo(instance, line!);
    const wrong = fresh === '000000' ? '000001' : '000000';
    for (let i = 0; i < 4; i++)
      expect(await outcome(signInByCode(now, VISITOR, { number: line!.msisdn, code: wrong }))).toBe(
        'answer_wrong',
      );
    const { rows } = await pool.query('select max(lockouts) as n from attempt_counter');
    expect(rows[0].n).toBe(1);
    expect(await outcome(signInByCode(now, VISITOR, { number: line!.msisdn, code: wrong }))).toBe(
      'answer_locked',
    );
    expect(await outcome(signInByCode(later(4), VISITOR, { number: line!.msisdn, code: fresh }))).toBe(
      'answer_locked',
    );
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

  it('of the old holder does not open the line that has the number now', async () => {
    const [line, heir] = await seedLines(pool, instance.vault, 2, { from: 40 });
    await requestCode(op, VISITOR, { number: line!.msisdn });
    const code = await codeSentTo(instance, line!);
    await pool.query('update msisdn_assignment set to_at = now() where line_id = any($1)', [
      [line!.lineId, heir!.lineId],
    ]);
    await pool.query('insert into msisdn_assignment (line_id, msisdn, from_at) values ($1, $2, now())', [
      heir!.lineId,
      line!.msisdn,
    ]);
    expect(await outcome(signInByCode(op, VISITOR, { number: line!.msisdn, code }))).toBe('answer_wrong');
  });

  it('of the old holder does not open the line that was made over to somebody else', async () => {
    const [line, heir] = await seedLines(pool, instance.vault, 2, { from: 50 });
    await requestCode(op, VISITOR, { number: line!.msisdn });
    const code = await codeSentTo(instance, line!);
    await pool.query('update line set holder_id = $2 where line_id = $1', [line!.lineId, heir!.partyId]);
    expect(await outcome(signInByCode(op, VISITOR, { number: line!.msisdn, code }))).toBe('answer_wrong');
  });
});

describe('what cannot be an answer', () => {
  it('costs no try, however often it is sent, and the right answer still lets in', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 65 });
    const { msisdn: number } = line!;
    await requestCode(op, VISITOR, { number });
    const code = await codeSentTo(instance, line!);
    for (const given of ['', '  ', '12345', '1234567', 'abc', '10 分钟内有效', code.slice(0, 5)])
      expect(await outcome(signInByCode(op, VISITOR, { number, code: given })), given).toBe('code_invalid');
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
    const { token } = await signInByCode(op, VISITOR, { number, code: message });
    for (const documentNumber of ['', 'X', '11010519491231020X'])
      expect(
        await outcome(proveDocument(op, subscriberOf(line!, ['sms_code'], token), { documentNumber })),
      ).toBe('document_invalid');
    const { rows } = await pool.query(
      'select coalesce(sum(failures + lockouts), 0)::int as n from attempt_counter where failures + lockouts > 0 and bucket = any($1)',
      [[numberBucket(op, number as Msisdn), documentBucket(op, number)]],
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
      (number: string) => signInByCode(counted.op, VISITOR, { number: number, code: '123456' }),
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

  it('neither part alone does, and five wrong answers lock, the right one included', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 80 });
    const { msisdn } = line!;
    const wrong = [
      { ...right(msisdn), documentNumber: OTHER_DOCUMENT },
      { ...right(msisdn), openedOn: '2020-05-18' },
    ];
    for (const given of [...wrong, ...wrong])
      expect(await outcome(signInWithoutPhone(op, VISITOR, given))).toBe('answer_wrong');
    expect(await outcome(signInWithoutPhone(op, VISITOR, wrong[0]!))).toBe('answer_locked');
    expect(await outcome(signInWithoutPhone(op, VISITOR, right(msisdn)))).toBe('answer_locked');
    expect(await outcome(signInWithoutPhone(later(2), VISITOR, right(msisdn)))).toBe('in');
  });
});

describe('the factors of a session', () => {
  it('grow by a proven document, and only by the right one', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: 90 });
    await requestCode(op, VISITOR, { number: line!.msisdn });
    const { token } = await signInByCode(op, VISITOR, {
      number: line!.msisdn,
      code: await codeSentTo(instance, line!),
    });
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
