import { timingSafeEqual } from 'node:crypto';
import { base32 } from '../../../domain/values/base32.ts';
import type { Vault } from '../../../store/database/vault.ts';
import type { Operations } from '../../context.ts';
import { normaliseReference } from '../receipt.ts';

/** What the address in a message says: of which case, and that it came from us. */
export interface ObjectionLink {
  readonly reference: string;
  readonly token: string;
}

/** 80 bits, keyed: nobody makes one for a case that they were not told of, and none is kept. */
export function objectionToken(vault: Vault, reference: string): string {
  return base32(vault.index('objection', normaliseReference(reference)).subarray(0, 10));
}

/** Where whoever is told of a case says that it was not them. */
export function objectionUrl({ sender, vault }: Operations, reference: string): string {
  return `${sender.portal}/not-me/${reference}/${objectionToken(vault, reference)}`;
}

export function isObjectionLink(vault: Vault, { reference, token }: ObjectionLink): boolean {
  const right = Buffer.from(objectionToken(vault, reference));
  const given = Buffer.from(token.toUpperCase());
  return given.length === right.length && timingSafeEqual(given, right);
}
