import { expect, it } from 'vitest';
import { parseEmail } from '../../../src/domain/values/email.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../../src/operations/cases/declare.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { mailToConfirm } from '../../../src/operations/people/contacts/mail-to-confirm.ts';
import { proveMailCode } from '../../../src/operations/people/contacts/prove-mail-code.ts';
import { requestMailCode } from '../../../src/operations/people/contacts/request-mail-code.ts';
import type { Mail, MailMessage } from '../../../src/ports/mail.ts';
import type { Sms } from '../../../src/ports/sms.ts';
import { openSession } from '../../../src/store/people/sessions.ts';
import { OutboxSender } from '../../../src/workflow/outbox.ts';
import { subscriberOf } from '../../support/actors.ts';
import { closedCase, cooledOff, running } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { vault, simulator } = instance;
const op: Operations = { ...instance.operations, takesMail: true };
const { pool } = op;
const FACTORS = ['sms_code', 'document_number'] as const;

const letters: MailMessage[] = [];
const texts: string[] = [];
const sms: Sms = {
  callTimeoutMs: 1_000,
  send: async ({ to }) => {
    texts.push(to);
    return { parts: 1 };
  },
  close: async () => undefined,
};
const mail: Mail = {
  callTimeoutMs: 1_000,
  send: async (letter) => void letters.push(letter),
  close: async () => undefined,
};
const sender = new OutboxSender(
  { pool, vault, sms, letters: { mail, subject: '归一移动 Guiyi Mobile' } },
  {
    onFault: (error) => {
      throw error;
    },
  },
);

let from = 0;
async function confirmedWith(contact: string) {
  const [line] = (await seedLines(pool, vault, 1, { from: from++, simulator })) as [SeededLine];
  const session = await openSession(pool, vault, { ...line, factors: FACTORS });
  const person = subscriberOf(line, FACTORS, session);
  const made = (await declare(op, person, { lineId: line.lineId, reason: null })) as Declared;
  await confirm(op, person, { caseId: made.caseId, contact });
  return { line, person, made };
}

it('tells an e-mail address nothing but a code until that is answered, and then the end of the line', async () => {
  const { person, made } = await confirmedWith('Zhang.San@Example.COM');
  const to = parseEmail('Zhang.San@example.com');
  expect(await mailToConfirm(op, person)).toBe('Z***@example.com');
  await sender.sendDue();
  expect(letters).toEqual([]);
  await requestMailCode(op, person);
  await sender.sendDue();
  expect(letters).toEqual([expect.objectContaining({ to, subject: '归一移动 Guiyi Mobile' })]);
  const code = /\b\d{6}\b/.exec(letters[0]!.text)![0];
  const wrong = code === '111111' ? '222222' : '111111';
  await expect(proveMailCode(op, person, { code: wrong })).rejects.toMatchObject({ code: 'answer_wrong' });
  await proveMailCode(op, person, { code });
  expect(await mailToConfirm(op, person)).toBeNull();
  await cooledOff(pool, made.caseId);
  await running(instance.engine(), () => closedCase(pool, made.caseId));
  await sender.sendDue();
  expect(letters.at(-1)).toMatchObject({ to, text: expect.stringContaining(made.reference) });
  const { rows } = await pool.query('select kind, channel from outbox where case_id = $1 and channel = $2', [
    made.caseId,
    'email',
  ]);
  expect(rows).toEqual([{ kind: 'completed', channel: 'email' }]);
});

it('never tells an address that nobody confirmed', async () => {
  letters.length = 0;
  const { made } = await confirmedWith('stranger@example.com');
  await cooledOff(pool, made.caseId);
  await running(instance.engine(), () => closedCase(pool, made.caseId));
  await sender.sendDue();
  expect(letters).toEqual([]);
});

it('takes no address where there is no mail server, and none that is none', async () => {
  const [line] = (await seedLines(pool, vault, 1, { from: from++, simulator })) as [SeededLine];
  const made = (await declare(op, subscriberOf(line), { lineId: line.lineId, reason: null })) as Declared;
  const ask = (operations: Operations, contact: string) =>
    confirm(operations, subscriberOf(line), { caseId: made.caseId, contact });
  await expect(ask({ ...op, takesMail: false }, 'a@example.com')).rejects.toMatchObject({
    code: 'contact_invalid',
    facts: { reason: 'no_mail' },
  });
  for (const bad of [
    'a@b',
    '@example.com',
    'a b@example.com',
    'a@example.com\r\nBcc: x@y.zz',
    'a@@example.com',
  ])
    await expect(ask(op, bad), bad).rejects.toMatchObject({ facts: { reason: 'not_an_email' } });
});
