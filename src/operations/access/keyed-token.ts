import { timingSafeEqual } from 'node:crypto';
import { base32 } from '../../domain/values/base32.ts';
import { plainText } from '../../domain/values/pasted-text.ts';
import type { Vault } from '../../store/database/vault.ts';

/** What the address in a message says: of what, and that it came from us. */
export interface KeyedLink {
  readonly reference: string;
  readonly token: string;
}

/**
 * 80 bits, keyed: nobody makes one for a reference that they were not told of, and none is kept.
 * @param purpose what it opens: one for another purpose is another
 */
export function keyedToken(vault: Vault, purpose: string, reference: string): string {
  return base32(vault.index(purpose, reference).subarray(0, 10));
}

/** Whether a token is the one of the reference, in constant time; small letters are as good. */
export function isKeyedToken(vault: Vault, purpose: string, { reference, token }: KeyedLink): boolean {
  const right = Buffer.from(keyedToken(vault, purpose, reference));
  const given = Buffer.from(token.slice(0, 100).toUpperCase());
  return given.length === right.length && timingSafeEqual(given, right);
}

/** The reference of a link that is ours, as we write it: small letters and spaces around it are as good. Null for any other. */
export function referenceOfLink(vault: Vault, purpose: string, link: KeyedLink): string | null {
  const reference = plainText(link.reference).slice(0, 40).toUpperCase();
  return isKeyedToken(vault, purpose, { reference, token: link.token }) ? reference : null;
}
