import { HandbackError } from '../errors.ts';
import { callingCodeOf, type Msisdn, parseMsisdn } from '../values/msisdn.ts';
import { plainText } from '../values/pasted-text.ts';

/** Who calls, as a telephone system says it. Anybody can make one up: it is a hint, and never a proof. */
export type CallerId =
  | { readonly kind: 'number'; readonly msisdn: Msisdn; readonly foreign: boolean }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'malformed' };

/** What stands for a caller who does not show a number (RFC 3323, RFC 3325 and what exchanges write). */
const WITHHELD =
  /^(|anonymous|unavailable|unknown|restricted|private|withheld|blocked|none|null|\u533f\u540d|\u672a\u77e5|\u4fdd\u5bc6|anonymous@.*|unavailable@.*)$/i;

/**
 * Reads a caller: a number as people write it, `tel:` (RFC 3966) or `sip:` (RFC 3261), with a display name or without. Never throws.
 *
 * @param callingCode of the operator's own country
 */
export function parseCallerId(text: string, callingCode: string): CallerId {
  const plain = plainText(text.slice(0, 300));
  const address = /<([^>]*)>/.exec(plain)?.[1] ?? plain;
  const bare = address
    .replace(/^(sips?|tel):/i, '')
    .replace(/;.*$/s, '')
    .replace(/^(\+?[\d().-]+)@.*$/, '$1')
    .trim();
  if (WITHHELD.test(bare)) return { kind: 'withheld' };
  try {
    const msisdn = parseMsisdn(bare, callingCode);
    return { kind: 'number', msisdn, foreign: callingCodeOf(msisdn) !== callingCode };
  } catch (error) {
    if (error instanceof HandbackError) return { kind: 'malformed' };
    throw error;
  }
}
