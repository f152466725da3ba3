import { expect, it } from 'vitest';
import { holderCopy } from '../../../src/operations/certificates/holder-copy.ts';
import { revokeCertificate } from '../../../src/operations/certificates/revoke-certificate.ts';
import { subscriberOfSession } from '../../../src/operations/people/authenticate.ts';
import { endSession } from '../../../src/operations/people/end-session.ts';
import { makeToken } from '../../../src/operations/people/make-token.ts';
import { proveDocument } from '../../../src/operations/people/prove-document.ts';
import { requestCode } from '../../../src/operations/people/request-code.ts';
import { revokeToken } from '../../../src/operations/people/revoke-token.ts';
import { signInByCode } from '../../../src/operations/people/sign-in-by-code.ts';
import { receiptOf, staffNamed, VISITOR } from '../../support/actors.ts';
import { auditOf, closedCase, readyToEnd } from '../../support/cases.ts';
import { codeSentTo } from '../../support/codes.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines, TEST_DOCUMENT } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const lin = staffNamed('lin');

const written = async (where: string, value: string) =>
  (
    await op.pool.query<{ actor: string; action: string; facts: unknown }>(
      `select actor, action, facts from audit where ${where} order by audit_id`,
      [value],
    )
  ).rows;

it('writes down who made and ended a token, and never the token', async () => {
  const token = await makeToken(op, lin, { name: 'crm', scopes: ['lines:read'] });
  expect(await makeToken(op, lin, { name: 'crm', scopes: ['lines:write'] })).toBeNull();
  expect(await revokeToken(op, lin, { name: 'crm' })).toBe(true);
  expect(await revokeToken(op, lin, { name: 'crm' })).toBe(false);
  const rows = await written(`facts->>'name' = $1`, 'crm');
  expect(rows).toEqual([
    { actor: 'staff:lin', action: 'token_made', facts: { name: 'crm', scopes: ['lines:read'] } },
    { actor: 'staff:lin', action: 'token_revoked', facts: { name: 'crm' } },
  ]);
  expect(JSON.stringify(rows)).not.toContain(token);
});

it('writes down every way in and up, and what was proven', async () => {
  const [line] = await seedLines(op.pool, instance.vault, 1, { simulator });
  const { challenge } = await requestCode(op, VISITOR, { number: line!.msisdn });
  const code = await codeSentTo(instance, line!);
  const { token } = await signInByCode(op, VISITOR, { number: line!.msisdn, challenge, code });
  const subscriber = await subscriberOfSession(op, { token, channel: 'online' });
  await proveDocument(op, subscriber!, { documentNumber: TEST_DOCUMENT });
  await endSession(op, subscriber!);
  await endSession(op, subscriber!);
  const rows = await written('line_id = $1', line!.lineId);
  expect(rows).toEqual([
    { actor: 'subscriber', action: 'signed_in', facts: { factors: ['sms_code'] } },
    { actor: 'subscriber', action: 'factor_proven', facts: { factor: 'document_number' } },
    { actor: 'subscriber', action: 'signed_out', facts: null },
  ]);
  const told = JSON.stringify(rows);
  for (const secret of [TEST_DOCUMENT, line!.msisdn, code, token]) expect(told).not.toContain(secret);
});

it('writes down when staff open the certificate of somebody else, and not when its holder does', async () => {
  const [line] = await seedLines(op.pool, instance.vault, 1, { from: 1, simulator });
  const made = await readyToEnd(op, line!);
  const engine = instance.engine();
  engine.start();
  const { certificateId } = await closedCase(op.pool, made.caseId);
  await engine.stop();
  const before = await auditOf(op.pool, made.caseId);
  await holderCopy(op, receiptOf(made), made);
  await holderCopy(op, staffNamed('lin', ['cases:read']), made);
  expect(await auditOf(op.pool, made.caseId)).toEqual(before);
  await holderCopy(op, lin, made);
  await revokeCertificate(op, lin, { certificateId: certificateId!, reason: 'wrong_data' });
  expect(await auditOf(op.pool, made.caseId)).toEqual([
    ...before,
    'certificate_opened',
    'certificate_revoked',
  ]);
});
