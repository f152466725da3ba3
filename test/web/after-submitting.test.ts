import { beforeAll, expect, it } from 'vitest';
import { messages } from '../../src/messages/index.ts';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../src/operations/cases/declare.ts';
import { subscriberOf } from '../support/actors.ts';
import { type SeededLine, seedLines } from '../support/seed.ts';
import { type PortalInstance, portalInstance, reader } from './portal-instance.ts';

let instance: PortalInstance;
const t = messages('en');

beforeAll(async () => {
  instance = await portalInstance({ HANDBACK_SMTP: 'smtp://127.0.0.1:1' });
});

it('asks where a refund goes, says what is wrong with an account, and shows what was said', async () => {
  const { operations: op, vault, simulator } = instance;
  const [line] = (await seedLines(op.pool, vault, 1, { simulator })) as [SeededLine];
  const { caseId } = (await declare(op, subscriberOf(line), {
    lineId: line.lineId,
    reason: null,
  })) as Declared;
  await confirm(op, subscriberOf(line), { caseId, contact: 'zhang@example.com' });
  const person = await reader(instance, line);
  const before = await person.get(`/cases/${caseId}`);
  expect(before).toContain(t.refund.open);
  expect(before).toContain(t.progress.mailSend('z***@example.com'));
  const form = `/cases/${caseId}/refund`;
  expect(await person.post(form, {})).toContain(t.refund.choose);
  const wrong = await person.post(form, { kind: 'bank_account', account: '1234', name: '' });
  expect(wrong).toContain('href="#account"');
  expect(wrong).toContain(t.common.missing(t.refund.name));
  const after = await person.post(form, {
    kind: 'bank_account',
    account: 'DE89 3704 0044 0532 0130 00',
    name: 'San Zhang',
  });
  expect(after).toContain('**** 3000 San Zhang');
  expect(after).not.toContain('DE89');
});
