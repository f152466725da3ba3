import { expect, it } from 'vitest';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../../src/operations/cases/declare.ts';
import { sendReceipt } from '../../../src/operations/cases/send-receipt.ts';
import { openMessage, takeMessages } from '../../../src/store/outbox.ts';
import { subscriberOf } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();

it('sends the receipt to the other contact, for who has its secret, and not without end', async () => {
  const [line] = (await seedLines(op.pool, vault, 1)) as [SeededLine];
  const person = subscriberOf(line);
  const made = (await declare(op, person, { lineId: line.lineId, reason: null })) as Declared;
  const { caseId, receiptSecret: secret } = made;
  expect(await sendReceipt(op, person, { caseId, secret }), 'no contact yet').toBeNull();
  await confirm(op, person, { caseId, contact: '+8617009990001' });
  await expect(sendReceipt(op, person, { caseId, secret: 'AAAA-BBBB' })).rejects.toMatchObject({
    code: 'case_unknown',
  });
  expect(await sendReceipt(op, person, { caseId, secret, validateOnly: true })).toBe('170 **** 0001');
  for (let i = 0; i < 3; i++) expect(await sendReceipt(op, person, { caseId, secret })).toBe('170 **** 0001');
  await expect(sendReceipt(op, person, { caseId, secret })).rejects.toMatchObject({
    code: 'too_many_requests',
  });
  const messages = (
    await takeMessages(op.pool, { channel: 'sms', urgent: 100, others: 100, leaseMs: 60_000 })
  ).map((one) => openMessage(vault, one));
  const receipts = messages.filter((one) => 'text' in one && one.text.includes(secret));
  expect(receipts).toHaveLength(3);
  expect(receipts[0]).toMatchObject({ channel: 'sms', to: '+8617009990001' });
});
