import { HandbackError } from '../errors.ts';
import { BASE32 } from '../values/base32.ts';
import { plainText } from '../values/pasted-text.ts';

/** What stands on an envelope in place of a name: `HBC-`, nine random characters and a check character. */
export type MailLabel = string & { readonly __brand: 'MailLabel' };

const PREFIX = 'HBC-';
const VALUES = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const RANDOM_CHARACTERS = 9;

/**
 * A new label: 45 random bits, which say nothing of anybody. One whose check character is a letter that the rest avoids is
 * drawn again.
 *
 * @param random so many random bytes
 */
export function newMailLabel(random: (bytes: number) => Uint8Array): MailLabel {
  for (;;) {
    const body = [...random(RANDOM_CHARACTERS)].map((byte) => BASE32[byte & 31]!).join('');
    const check = checkCharacter(body);
    if (BASE32.includes(check)) return `${PREFIX}${body}${check}` as MailLabel;
  }
}

/**
 * A label as it is scanned or typed: lower case, with spaces, without its beginning, O for 0 and I or L for 1.
 * @throws HandbackError `card_label_invalid`, with the reason `form` or `check_character`
 */
export function parseMailLabel(text: string): MailLabel {
  const body = plainText(text.slice(0, 100))
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015\u2212]/g, '')
    .replace(/^HBC(?=.{10}$)/, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{10}$/.test(body))
    throw new HandbackError('card_label_invalid', { reason: 'form' });
  if (checkCharacter(body.slice(0, -1)) !== body.at(-1))
    throw new HandbackError('card_label_invalid', { reason: 'check_character' });
  return `${PREFIX}${body}` as MailLabel;
}

/** ISO/IEC 7064 MOD 37,36: finds every single slip and nearly every two neighbours that changed places. */
export function checkCharacter(body: string): string {
  let p = 36;
  for (const character of body) {
    const s = (p + VALUES.indexOf(character)) % 36;
    p = ((s === 0 ? 36 : s) * 2) % 37;
  }
  return VALUES[(37 - p) % 36]!;
}
