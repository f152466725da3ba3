import { HandbackError } from '../../domain/errors.ts';
import { maskMsisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import { type ContactRow, contactsOf, findParty } from '../../store/people/parties.ts';
import { addFactor, findSession } from '../../store/people/sessions.ts';
import type { Operations, Subscriber } from '../context.ts';
import { type CodeRequested, issueCode } from './request-code.ts';
import { fittingCode, judged, useUpCodes } from './sign-in.ts';

/** A number verified this recently could be a thief's: it is told things, and proves nothing yet. */
const SETTLED_AFTER_DAYS = 30;

/** The masked number at which a code can be had when the line's own phone is lost; null if the person has no such number. */
export async function contactForCode(op: Operations, subscriber: Subscriber): Promise<string | null> {
  const contact = await settledContact(op, subscriber);
  return contact === null ? null : maskMsisdn(parseMsisdn(contact.value));
}

/**
 * Sends a code to the person's other number, the one verified longest ago.
 * @throws HandbackError `contact_invalid` without one, and as `requestCode`
 */
export async function requestContactCode(op: Operations, subscriber: Subscriber): Promise<CodeRequested> {
  const contact = await settledContact(op, subscriber);
  if (contact === null) throw new HandbackError('contact_invalid', { reason: 'none_verified' });
  return inTransaction(op.pool, async (tx) =>
    issueCode(op, tx, {
      bucket: contactBucket(op, subscriber.partyId),
      policy: await policyOf(op, subscriber.lineId),
      lineId: subscriber.lineId,
      partyId: subscriber.partyId,
      to: { contactId: contact.contactId },
    }),
  );
}

/**
 * Adds the other number to what a session has proven.
 * @throws HandbackError `not_signed_in`, `answer_wrong`, `answer_locked`
 */
export async function proveContactCode(op: Operations, token: string, code: string): Promise<void> {
  const answer = await inTransaction(op.pool, async (tx) => {
    const session = await findSession(tx, token);
    if (session === null) throw new HandbackError('not_signed_in');
    const bucket = contactBucket(op, session.partyId);
    const policy = await policyOf(op, session.lineId);
    return judged(tx, bucket, policy, op.clock.now(), async () => {
      const sent = await fittingCode(op, tx, bucket, policy, code);
      if (sent === null || sent.party_id !== session.partyId) return null;
      await useUpCodes(tx, bucket);
      await addFactor(tx, token, 'contact_code');
      return true;
    });
  });
  answer();
}

async function settledContact(op: Operations, subscriber: Subscriber): Promise<ContactRow | null> {
  const party = await findParty(op.pool, op.vault, subscriber.partyId);
  if (party === null) return null;
  const settled = op.clock.now().getTime() - SETTLED_AFTER_DAYS * 86_400_000;
  const contacts = await contactsOf(op.pool, op.vault, party);
  return (
    contacts.find(
      ({ origin, verifiedAt }) =>
        origin === 'operator' && verifiedAt !== null && verifiedAt.getTime() <= settled,
    ) ?? null
  );
}

async function policyOf(op: Operations, lineId: string) {
  const record = await findLine(op.pool, lineId);
  if (record === null) throw new HandbackError('not_signed_in');
  const { jurisdiction, province } = record.line;
  return op.rulebooks.current(jurisdiction, province, op.clock.now()).settings.one_time_code.value;
}

function contactBucket(op: Operations, partyId: string): Buffer {
  return op.vault.index('contact code bucket', partyId);
}
