import { HOME_LANGUAGE } from '../../domain/values/language.ts';
import { smsText } from '../../messages/sms.ts';
import type { Db } from '../../store/database/database.ts';
import { findParty } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';
import { tellEverybody } from '../people/contacts/to-everybody.ts';
import { objectionUrl } from './objections/objection-link.ts';

/**
 * The line's own number and every other contact are told, all at once: whoever did not ask for this learns of it in time,
 * also where somebody else has the phone. For a person who is none the same work is done, and nobody is told.
 */
export async function tellEveryContact(
  op: Operations,
  tx: Db,
  told: {
    readonly holderId: string;
    /** Null for a line without a number. */
    readonly msisdn: string | null;
    /** Null where no case came of it yet. */
    readonly caseId: string | null;
    readonly reference: string;
    readonly kind: 'declared' | 'barred' | 'withdrawn';
  },
): Promise<void> {
  const { caseId, kind, msisdn } = told;
  const party = (await findParty(tx, op.vault, told.holderId)) ?? {
    partyId: told.holderId,
    language: HOME_LANGUAGE,
    dataKey: op.vault.operatorKey,
  };
  const { reference } = told;
  // A form of the public has begun nothing yet that could rest.
  const stop = caseId === null ? op.sender.portal : objectionUrl(op, reference);
  const text = smsText(op.sender, party.language, kind, { reference, stop }, msisdn);
  await tellEverybody(op, tx, party, { caseId, kind, text }, msisdn);
}
