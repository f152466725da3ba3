import { expect, it } from 'vitest';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../../src/operations/cases/declare.ts';
import { viewCase } from '../../../src/operations/cases/view-case.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { holderCopy } from '../../../src/operations/certificates/holder-copy.ts';
import { receiptOf, staffNamed, subscriberOf } from '../../support/actors.ts';
import { closedCase, cooledOff } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault, simulator } = instance;

let from = 0;
async function aLine(): Promise<SeededLine> {
  const [line] = await seedLines(op.pool, vault, 1, { from: from++, simulator });
  return line!;
}

/** Declared by whoever has the phone; confirmed by the holder, with the document. */
async function confirmedByHolder(line: SeededLine) {
  const thief = subscriberOf(line, ['sms_code']);
  const made = (await declare(op, thief, { lineId: line.lineId, reason: null })) as Declared;
  const { receiptSecret } = await confirm(op, subscriberOf(line), { caseId: made.caseId });
  return { thief, made, later: { ...made, receiptSecret: receiptSecret! } };
}

it('replaces a receipt that was given for less than the confirmation showed', async () => {
  const { made, later } = await confirmedByHolder(await aLine());
  expect(later.receiptSecret).not.toBe(made.receiptSecret);
  const { caseId } = made;
  await expect(viewCase(op, receiptOf(made), { caseId })).rejects.toMatchObject({ code: 'case_unknown' });
  await expect(withdraw(op, receiptOf(made), { caseId })).rejects.toMatchObject({ code: 'case_unknown' });
  expect((await withdraw(op, receiptOf(later), { caseId })).effect).toBe('withdrawn');
});

it('keeps the receipt where nothing more is proven, and gives none the second time', async () => {
  const line = await aLine();
  const holder = subscriberOf(line);
  const made = (await declare(op, holder, { lineId: line.lineId, reason: null })) as Declared;
  expect(await confirm(op, holder, made)).toMatchObject({ receiptSecret: null });
  expect(await confirm(op, holder, made)).toMatchObject({ receiptSecret: null });
  expect((await viewCase(op, receiptOf(made), made)).record.confirmedAt).not.toBeNull();
});

it('does not let a session with less proof undo what was confirmed with more', async () => {
  const { thief, made } = await confirmedByHolder(await aLine());
  await expect(withdraw(op, thief, made)).rejects.toMatchObject({ code: 'factor_needed' });
});

it('does not count the rule as enough where the person showed more than the rule', async () => {
  const line = await aLine();
  await op.pool.query(`update line set jurisdiction = 'gb', province = null where line_id = $1`, [
    line.lineId,
  ]);
  const { thief, made } = await confirmedByHolder(line);
  // A code alone would confirm in Great Britain.
  await expect(withdraw(op, thief, made)).rejects.toMatchObject({
    code: 'factor_needed',
    facts: { missing: 1, accepted: ['document_number', 'document_seen'] },
  });
  expect((await withdraw(op, subscriberOf(line), made)).effect).toBe('withdrawn');
});

it('takes the document itself for more than its number, and a code to a contact for no more', async () => {
  const line = await aLine();
  const { made } = await confirmedByHolder(line);
  await expect(withdraw(op, subscriberOf(line, ['sms_code', 'contact_code']), made)).rejects.toMatchObject({
    code: 'factor_needed',
  });
  const atCounter = { ...subscriberOf(line, ['document_seen']), channel: 'store' as const };
  expect((await withdraw(op, atCounter, made)).effect).toBe('withdrawn');
});

it('takes an unconfirmed declaration back with what it was declared with', async () => {
  const line = await aLine();
  const phone = subscriberOf(line, ['sms_code']);
  const made = (await declare(op, phone, { lineId: line.lineId, reason: null })) as Declared;
  expect((await withdraw(op, phone, made)).effect).toBe('withdrawn');
});

it('shows what a certificate states, and opens it only where the document was proven', async () => {
  const line = await aLine();
  await op.pool.query(`update line set jurisdiction = 'gb', province = null where line_id = $1`, [
    line.lineId,
  ]);
  const phone = subscriberOf(line, ['sms_code']);
  const made = (await declare(op, phone, { lineId: line.lineId, reason: null })) as Declared;
  await confirm(op, phone, made);
  await cooledOff(op.pool, made.caseId);
  const engine = instance.engine();
  engine.start();
  expect(await closedCase(op.pool, made.caseId)).toMatchObject({ outcome: 'completed' });
  await engine.stop();
  const opened = async (actor: Parameters<typeof holderCopy>[1]) =>
    (await holderCopy(op, actor, made)).disclosures.length;
  expect(await opened(receiptOf(made))).toBe(0);
  expect(await opened(phone)).toBe(0);
  expect(await opened(staffNamed('lin', ['cases:read']))).toBe(0);
  expect(await opened(subscriberOf(line))).toBeGreaterThan(3);
  expect(await opened(staffNamed('lin', ['cases:read', 'evidence:read']))).toBeGreaterThan(3);
});
