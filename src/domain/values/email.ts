import { HandbackError } from '../errors.ts';
import { plainText } from './pasted-text.ts';

/** An e-mail address with its domain in small letters. */
export type Email = string & { readonly __brand: 'Email' };

/** What mail systems everywhere take: a dot-atom, and a domain name of at least two labels (RFC 5321 sections 4.1.2, 4.5.3.1). */
const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

/** Whether somebody meant an e-mail address, and not a number. */
export const looksLikeEmail = (text: string): boolean => /[@＠]/.test(text);

/** @throws HandbackError `contact_invalid` (`reason: 'not_an_email'`) */
export function parseEmail(text: string): Email {
  const plain = plainText(text.slice(0, 1_000)).trim();
  const at = plain.lastIndexOf('@');
  const [local, domain] = [plain.slice(0, at), plain.slice(at + 1).toLowerCase()];
  const email = `${local}@${domain}`;
  const fits = at > 0 && Buffer.byteLength(local) <= 64 && Buffer.byteLength(email) <= 254;
  if (!fits || !LOCAL.test(local) || !DOMAIN.test(domain))
    throw new HandbackError('contact_invalid', { reason: 'not_an_email' });
  return email as Email;
}

/** Enough to recognise one's own by, e.g. `z***@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${[...email][0] ?? ''}***${email.slice(at)}`;
}
