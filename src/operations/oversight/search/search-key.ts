import { HandbackError } from '../../../domain/errors.ts';
import { nameKey } from '../../../domain/people/name-key.ts';
import { type Eid, parseEid } from '../../../domain/values/eid.ts';
import { type Iccid, parseIccid } from '../../../domain/values/iccid.ts';
import { type Imsi, parseImsi } from '../../../domain/values/imsi.ts';
import { type Msisdn, parseMsisdn } from '../../../domain/values/msisdn.ts';
import { plainText, withoutSeparators } from '../../../domain/values/pasted-text.ts';
import {
  isCaseReference,
  isRequestReference,
  normaliseReference,
  normaliseRequestReference,
} from '../../cases/receipt.ts';

/** What somebody looks for, by what it is. */
export type SearchKey =
  | { readonly kind: 'case' | 'request'; readonly reference: string }
  | { readonly kind: 'number'; readonly msisdn: Msisdn }
  | { readonly kind: 'iccid'; readonly iccid: Iccid }
  | { readonly kind: 'eid'; readonly eid: Eid }
  | { readonly kind: 'imsi'; readonly imsi: Imsi }
  | { readonly kind: 'name'; readonly name: string };
export type SearchKind = SearchKey['kind'];

const LONGEST = 200;

/**
 * Tells what was typed from its form alone; the first that fits. Digits that are none of these are refused as the number that they
 * look like; anything else is a name.
 *
 * @throws HandbackError `request_invalid` for nothing, or too much; `msisdn_invalid`, `iccid_invalid`, `eid_invalid`, `imsi_invalid`
 */
export function searchKey(text: string, defaultCountry: string): SearchKey {
  const typed = plainText(text);
  if (typed === '' || typed.length > LONGEST) throw new HandbackError('request_invalid', { field: 'key' });
  if (isCaseReference(typed)) return { kind: 'case', reference: normaliseReference(typed) };
  if (isRequestReference(typed)) return { kind: 'request', reference: normaliseRequestReference(typed) };
  const compact = withoutSeparators(typed);
  if (/^\d{32}$/.test(compact)) return { kind: 'eid', eid: parseEid(compact) };
  // As printed or read from the card: some have letters.
  if (/^(89|98)[0-9a-f]{16,}$/i.test(compact)) return { kind: 'iccid', iccid: parseIccid(compact) };
  if (/^\+?\d+$/.test(compact)) return numberOrImsi(typed, compact, defaultCountry);
  if (nameKey(typed) === '') throw new HandbackError('request_invalid', { field: 'key' });
  return { kind: 'name', name: typed };
}

/** No IMSI reads as a number of a country whose plan is known: a number is tried first. */
function numberOrImsi(typed: string, compact: string, defaultCountry: string): SearchKey {
  try {
    return { kind: 'number', msisdn: parseMsisdn(typed, defaultCountry) };
  } catch (error) {
    if (!/^\d{14,15}$/.test(compact)) throw error;
    return { kind: 'imsi', imsi: parseImsi(compact) };
  }
}
