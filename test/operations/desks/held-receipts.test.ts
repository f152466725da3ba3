import { describe, expect, it } from 'vitest';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../../src/operations/cases/declare.ts';
import { viewCase } from '../../../src/operations/cases/view-case.ts';
import { holdReceipt } from '../../../src/operations/desks/receipts/hold-receipt.ts';
import { listLetters } from '../../../src/operations/desks/receipts/list-letters.ts';
import { printLetter } from '../../../src/operations/desks/receipts/print-letter.ts';
import { sendHeldReceipt } from '../../../src/operations/desks/receipts/send-held-receipt.ts';
import { receiptOf, signedInPerson } from '../../support/actors.ts';
import { callerAbout } from '../../support/callers.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();
const postRoom = await signedInPerson(op, 'post', ['operations']);

let used = 0;
async function declaredByPhone(reason: 'stolen' | null = null) {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  const caller = await callerAbout(op, line!, { factors: ['document_number', 'opening_date'] });
  const customer = await caller.now();
  const keepReceipt = holdReceipt(op, customer);
  const made = (await declare(op, customer, { lineId: line!.lineId, reason, keepReceipt })) as Declared;
  return { line: line!, customer, made };
}
const messagesTo = async ({ partyId }: SeededLine) =>
  (
    await op.pool.query(`select kind, contact_id from outbox where party_id = $1 and kind = 'receipt'`, [
      partyId,
    ])
  ).rows;
const ADDRESS = { by: 'letter', address: '张三\n长安街 1 号\n\n北京 100006' } as const;

describe('the receipt of a case that was begun by telephone', () => {
  it('is sent to the line where there is no other contact, once', async () => {
    const { line, customer, made } = await declaredByPhone();
    const { caseId } = made;
    expect(await sendHeldReceipt(op, customer, { caseId, by: 'message' })).toContain('****');
    expect(await messagesTo(line)).toEqual([{ kind: 'receipt', contact_id: null }]);
    await expect(sendHeldReceipt(op, customer, { caseId, by: 'message' })).rejects.toMatchObject({
      code: 'receipt_gone',
    });
  });

  it('never goes to a phone that is reported lost; a letter does', async () => {
    const { line, customer, made } = await declaredByPhone('stolen');
    const { caseId } = made;
    await expect(sendHeldReceipt(op, customer, { caseId, by: 'message' })).rejects.toMatchObject({
      code: 'contact_invalid',
      facts: { reason: 'none' },
    });
    expect(await messagesTo(line)).toEqual([]);
    expect(await sendHeldReceipt(op, customer, { caseId, ...ADDRESS })).toBeNull();
    const letter = (await listLetters(op, postRoom)).find((one) => one.caseId === caseId);
    const body = await printLetter(op, postRoom, { letterId: letter!.letterId });
    expect(body).toMatchObject({
      address: '张三\n长安街 1 号\n北京 100006',
      reference: made.reference,
      number: expect.stringContaining('****'),
    });
    // What is printed opens the case.
    const holder = receiptOf({ reference: body.reference, receiptSecret: body.secret });
    expect((await viewCase(op, holder, { caseId })).record.caseId).toBe(caseId);
  });

  it('is not for whoever has proven less than it was given for', async () => {
    const { customer, made } = await declaredByPhone();
    const lesser = {
      ...customer,
      factors: ['document_number'] as const,
      attended: { ...customer.attended!, reach: 'bar' as const },
    };
    for (const by of [{ by: 'message' } as const, ADDRESS])
      await expect(sendHeldReceipt(op, lesser, { caseId: made.caseId, ...by })).rejects.toMatchObject({
        code: 'case_unknown',
      });
    expect(await sendHeldReceipt(op, customer, { caseId: made.caseId, by: 'message' })).toContain('****');
  });

  it('is printed by somebody else than whoever asked for the letter', async () => {
    const { customer, made } = await declaredByPhone();
    await sendHeldReceipt(op, customer, { caseId: made.caseId, ...ADDRESS });
    const { person } = customer.attended!;
    const own = { ...postRoom, person: { ...postRoom.person, subject: person.subject } };
    const letter = (await listLetters(op, postRoom)).find((one) => one.caseId === made.caseId);
    const { letterId } = letter!;
    await expect(printLetter(op, own, { letterId })).rejects.toMatchObject({ code: 'letter_unknown' });
    expect(await printLetter(op, postRoom, { letterId })).toMatchObject({ reference: made.reference });
  });

  it('is written once, also by two at once', async () => {
    const { customer, made } = await declaredByPhone();
    const send = () => sendHeldReceipt(op, customer, { caseId: made.caseId, ...ADDRESS });
    const told = await Promise.allSettled([send(), send()]);
    expect(told.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each(['', ' \n ', 'x'.repeat(61), Array(7).fill('x').join('\n')])(
    'is not written to the address %j',
    async (address) => {
      const { customer, made } = await declaredByPhone();
      await expect(
        sendHeldReceipt(op, customer, { caseId: made.caseId, by: 'letter', address }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^field_/) });
    },
  );

  it('is not sent for somebody else', async () => {
    const { made } = await declaredByPhone();
    const other = await declaredByPhone();
    await expect(
      sendHeldReceipt(op, other.customer, { caseId: made.caseId, by: 'message' }),
    ).rejects.toMatchObject({ code: 'case_unknown' });
  });

  it('is held with the declaration or not at all: no case is left whose receipt nobody has', async () => {
    const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
    const customer = await (
      await callerAbout(op, line!, { factors: ['document_number', 'opening_date'] })
    ).now();
    const dies = async (): Promise<never> => {
      throw new Error('the process dies');
    };
    const asked = { lineId: line!.lineId, reason: null };
    await expect(declare(op, customer, { ...asked, keepReceipt: dies })).rejects.toThrow('dies');
    const open = await op.pool.query('select from termination where line_id = $1', [line!.lineId]);
    expect(open.rowCount).toBe(0);
  });

  it('stays what it is when the confirmation gives no new one', async () => {
    const { customer, made } = await declaredByPhone();
    const { receiptSecret } = await confirm(op, customer, { caseId: made.caseId });
    expect(receiptSecret).toBeNull();
    expect(await sendHeldReceipt(op, customer, { caseId: made.caseId, by: 'message' })).toContain('****');
  });
});
