import { describe, expect, it } from 'vitest';
import { type Declared, declare } from '../../../src/operations/cases/declare.ts';
import { viewCase } from '../../../src/operations/cases/view-case.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { subscriberOfSession } from '../../../src/operations/people/authenticate.ts';
import { requestCode } from '../../../src/operations/people/request-code.ts';
import { signInByCode } from '../../../src/operations/people/sign-in-by-code.ts';
import { openSession } from '../../../src/store/people/sessions.ts';
import { receiptOf, subscriberOf, VISITOR } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { codeSentTo } from '../../support/codes.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator, vault } = instance;
const { pool } = op;
const lines = await seedLines(pool, vault, 8, { simulator });

describe('a phone that was reported as stolen', () => {
  it('is not given back to who has nothing but the phone', async () => {
    const line = lines[0]!;
    const { caseId } = await declared(op, line, 'stolen');
    const thief = subscriberOf(line, ['sms_code']);
    await expect(withdraw(op, thief, { caseId })).rejects.toMatchObject({
      code: 'factor_needed',
      facts: { accepted: expect.arrayContaining(['document_number']) },
    });
    const { rows } = await pool.query('select withdraw_requested_at from termination where case_id = $1', [
      caseId,
    ]);
    expect(rows).toEqual([{ withdraw_requested_at: null }]);
  });

  it('ends the sessions that rest on a code, and no other', async () => {
    const line = lines[1]!;
    const open = (factors: readonly ('sms_code' | 'document_number')[]) =>
      openSession(pool, vault, { partyId: line.partyId, lineId: line.lineId, factors });
    const [thief, holder] = [await open(['sms_code']), await open(['sms_code', 'document_number'])];
    const stranger = await openSession(pool, vault, {
      ...{ partyId: lines[2]!.partyId, lineId: lines[2]!.lineId, factors: ['sms_code'] },
    });
    await declared(op, line, 'lost');
    const standing = async (token: string) =>
      (await subscriberOfSession(op, { token, channel: 'online' })) !== null;
    expect([await standing(thief), await standing(holder), await standing(stranger)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('opens nothing by a code any more, also not by one that was sent before', async () => {
    const line = lines[3]!;
    const { challenge } = await requestCode(op, VISITOR, { number: line.msisdn });
    const before = await codeSentTo(instance, line);
    await declared(op, line, 'stolen');
    await expect(
      signInByCode(op, VISITOR, { number: line.msisdn, challenge, code: before }),
    ).rejects.toMatchObject({
      code: 'answer_wrong',
    });
    await pool.query('update attempt_counter set sent_at = $1', [[]]);
    const messages = async () =>
      (
        await pool.query(`select count(*)::int as n from outbox where kind = 'code' and party_id = $1`, [
          line.partyId,
        ])
      ).rows[0].n;
    const sent = await messages();
    // The answer is the one that everybody gets.
    expect(await requestCode(op, VISITOR, { number: line.msisdn })).toMatchObject({ validMinutes: 10 });
    expect(await messages()).toBe(sent);
  });

  it('is barred at once although whoever has it opened a case first, and that receipt opens nothing any more', async () => {
    const line = lines[6]!;
    const theirs = (await declare(op, subscriberOf(line, ['sms_code']), {
      lineId: line.lineId,
      reason: null,
    })) as Declared;
    const own = await declared(op, line, 'stolen');
    expect(own.caseId).toBe(theirs.caseId);
    await expect(viewCase(op, receiptOf(theirs), own)).rejects.toMatchObject({ code: 'case_unknown' });
    await expect(
      withdraw(op, subscriberOf(line, ['sms_code']), { caseId: own.caseId }),
    ).rejects.toMatchObject({ code: 'factor_needed' });
    const engine = instance.engine();
    engine.start();
    await eventually(
      async () => (await viewCase(op, receiptOf(own), own)).record,
      ({ stage, hasSnapshot }) => stage === 'confirm' && hasSnapshot,
    );
    await engine.stop();
    expect(simulator.subscriber(line.imsi)).toMatchObject({ cs: false, ps: false });
    await expect(declared(op, line, 'stolen')).rejects.toMatchObject({ code: 'case_open' });
  });

  it('is given back to its holder, by the document or by the receipt', async () => {
    const [first, second] = [lines[4]!, lines[5]!];
    const byDocument = await declared(op, first, 'stolen');
    expect((await withdraw(op, subscriberOf(first), { caseId: byDocument.caseId })).effect).toBe('withdrawn');
    const byReceipt = await declared(op, second, 'stolen');
    expect((await withdraw(op, receiptOf(byReceipt), { caseId: byReceipt.caseId })).effect).toBe('withdrawn');
  });
});

it('a request that bars nothing is withdrawn with the proof that it was made with', async () => {
  const [line] = await seedLines(pool, vault, 1, { from: 50, simulator });
  const byCode = subscriberOf(line!, ['sms_code']);
  const made = await declare(op, byCode, { lineId: line!.lineId, reason: 'cost' });
  expect((await withdraw(op, byCode, { caseId: (made as { caseId: string }).caseId })).effect).toBe(
    'withdrawn',
  );
});

it('knowing a document and one opening day bars the line of that number, and not all lines of its holder', async () => {
  const [known, other] = await seedLines(pool, vault, 2, { from: 60, simulator });
  await pool.query('update line set holder_id = $2 where line_id = $1', [other!.lineId, known!.partyId]);
  const knows = subscriberOf(known!, ['document_number', 'opening_date']);
  const bar = (lineId: string) => declare(op, knows, { lineId, reason: 'stolen' });
  await expect(bar(other!.lineId)).rejects.toMatchObject({
    code: 'factor_needed',
    facts: { accepted: ['sms_code', 'contact_code', 'document_seen'] },
  });
  expect(await bar(known!.lineId)).toMatchObject({ eligibility: { verdict: 'eligible' } });
  // A line is ended in peace by what is known: nothing happens to it before the cooling-off is over.
  expect(await declare(op, knows, { lineId: other!.lineId, reason: 'cost' })).toHaveProperty('caseId');
});
