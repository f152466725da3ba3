import type { Vault } from '../../../store/database/vault.ts';
import { isKeyedToken, type KeyedLink, keyedToken } from '../../access/keyed-token.ts';
import type { Operations } from '../../context.ts';
import { normaliseReference } from '../receipt.ts';

export type ObjectionLink = KeyedLink;

const PURPOSE = 'objection';

export function objectionToken(vault: Vault, reference: string): string {
  return keyedToken(vault, PURPOSE, normaliseReference(reference));
}

/** Where whoever is told of a case says that it was not them. */
export function objectionUrl({ sender, vault }: Operations, reference: string): string {
  return `${sender.portal}/not-me/${reference}/${objectionToken(vault, reference)}`;
}

export function isObjectionLink(vault: Vault, { reference, token }: ObjectionLink): boolean {
  return isKeyedToken(vault, PURPOSE, { reference: normaliseReference(reference), token });
}
