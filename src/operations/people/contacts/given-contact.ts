import { HandbackError } from '../../../domain/errors.ts';
import { looksLikeEmail, parseEmail } from '../../../domain/values/email.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import type { ContactChannel } from '../../../store/outbox.ts';
import type { Operations } from '../../context.ts';

/** A number in E.164, or an e-mail address. */
export interface GivenContact {
  readonly channel: ContactChannel;
  readonly value: string;
}

/**
 * What a person gave as another contact: a number, or an e-mail address where there is a mail server.
 * @throws HandbackError `msisdn_invalid`, `msisdn_not_international`, `contact_invalid` (`not_an_email`, `no_mail`)
 */
export function givenContact(
  { defaultCallingCode, takesMail }: Pick<Operations, 'defaultCallingCode' | 'takesMail'>,
  text: string,
): GivenContact {
  if (!looksLikeEmail(text)) return { channel: 'sms', value: parseMsisdn(text, defaultCallingCode) };
  if (!takesMail) throw new HandbackError('contact_invalid', { reason: 'no_mail' });
  return { channel: 'email', value: parseEmail(text) };
}
