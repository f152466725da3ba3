import { expect, it } from 'vitest';
import { maskMsisdn, parseMsisdn } from '../../../src/domain/values/msisdn.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { contactForCode } from '../../../src/operations/people/contacts/contact-for-code.ts';
import { proveContactCode } from '../../../src/operations/people/contacts/prove-contact-code.ts';
import { requestContactCode } from '../../../src/operations/people/contacts/request-contact-code.ts';
import { addConfirmationContact, findParty } from '../../../src/store/people/parties.ts';
import { findSession, openSession } from '../../../src/store/people/sessions.ts';
import { subscriberOf } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { codeSentTo } from '../../support/codes.ts';
import { knownContact } from '../../support/contacts.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool, vault } = op;
const [holder, stranger, fresh] = (await seedLines(pool, vault, 3)) as [SeededLine, SeededLine, SeededLine];

async function withContact(
  line: SeededLine,
  verifiedDaysAgo: number,
  origin: 'operator' | 'confirmation' = 'operator',
): Promise<void> {
  const party = await findParty(pool, vault, line.partyId);
  await addConfirmationContact(pool, vault, party!, { channel: 'sms', value: '+8617009990001' });
  await pool.query(
    `update contact set verified_at = now() - $2 * interval '1 day', origin = $3 where party_id = $1`,
    [line.partyId, verifiedDaysAgo, origin],
  );
}

async function lostPhone(line: SeededLine) {
  const factors = ['document_number', 'opening_date'] as const;
  const { partyId, lineId } = line;
  const token = await openSession(pool, vault, { partyId, lineId, factors });
  return { subscriber: subscriberOf(line, factors, token), token };
}

it('lets those whose phone is lost prove themselves at their other number, and confirm', async () => {
  await withContact(holder, 400);
  const { subscriber, token } = await lostPhone(holder);
  const { caseId } = await declared(op, holder);
  await expect(confirm(op, subscriber, { caseId })).rejects.toMatchObject({ code: 'factor_needed' });
  expect(await contactForCode(op, subscriber)).toBe('170 **** 0001');

  await requestContactCode(op, subscriber);
  await expect(requestContactCode(op, subscriber)).rejects.toMatchObject({ code: 'code_too_soon' });
  await expect(proveContactCode(op, subscriber, { code: '000000' })).rejects.toMatchObject({
    code: 'answer_wrong',
  });
  await proveContactCode(op, subscriber, { code: await codeSentTo(instance, holder) });

  const session = await findSession(pool, token);
  expect(session?.factors).toContain('contact_code');
  await confirm(op, { ...subscriber, factors: session!.factors }, { caseId });
});

it('takes no number for a proof that was only typed at an earlier confirmation', async () => {
  await withContact(stranger, 400, 'confirmation');
  const { subscriber } = await lostPhone(stranger);
  expect(await contactForCode(op, subscriber)).toBeNull();
  await expect(requestContactCode(op, subscriber)).rejects.toMatchObject({ code: 'contact_invalid' });
});

it('takes neither the number of the line itself nor one that its holder gave up', async () => {
  const [line, former] = (await seedLines(pool, vault, 2, { from: 10 })) as [SeededLine, SeededLine];
  await pool.query('update line set holder_id = $2 where line_id = $1', [former.lineId, line.partyId]);
  for (const { msisdn } of [line, former])
    await knownContact({ operations: op, vault }, line.partyId, msisdn);
  await pool.query(`update contact set verified_at = now() - interval '400 days' where party_id = $1`, [
    line.partyId,
  ]);
  const { subscriber } = await lostPhone(line);
  expect(await contactForCode(op, subscriber)).toBe(maskMsisdn(parseMsisdn(former.msisdn)));
  await pool.query('update msisdn_assignment set to_at = now() where line_id = $1', [former.lineId]);
  expect(await contactForCode(op, subscriber)).toBeNull();
  await expect(requestContactCode(op, subscriber)).rejects.toMatchObject({ code: 'contact_invalid' });
});

it('takes a code only from the person it was sent to, and once', async () => {
  const { subscriber } = await lostPhone(holder);
  await pool.query('update attempt_counter set sent_at = $1', [[]]);
  await requestContactCode(op, subscriber);
  const code = await codeSentTo(instance, holder);
  const other = await lostPhone(stranger);
  await expect(proveContactCode(op, other.subscriber, { code })).rejects.toMatchObject({
    code: 'code_over',
  });
  // Another session of the same person did not ask for it, and cannot use up its tries.
  const again = await lostPhone(holder);
  for (let i = 0; i < 10; i++)
    await expect(proveContactCode(op, again.subscriber, { code: '000000' })).rejects.toMatchObject({
      code: 'code_over',
    });
  await proveContactCode(op, subscriber, { code });
  await expect(proveContactCode(op, subscriber, { code })).rejects.toMatchObject({ code: 'code_over' });
});

it('does not trust a number that was added a moment ago, nor one that is not there', async () => {
  await withContact(fresh, 3);
  for (const line of [fresh, stranger]) {
    const { subscriber } = await lostPhone(line);
    expect(await contactForCode(op, subscriber)).toBeNull();
    await expect(requestContactCode(op, subscriber)).rejects.toMatchObject({ code: 'contact_invalid' });
  }
});
