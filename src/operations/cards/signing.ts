import { HandbackError } from '../../domain/errors.ts';
import { base32 } from '../../domain/values/base32.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import { plainText } from '../../domain/values/pasted-text.ts';
import type { Vault } from '../../store/database/vault.ts';
import { type Actor, auditName, staffBehind } from '../access/actor.ts';

/** Who signs in the chain of custody, by a name that nobody else has. */
export function signerOf(actor: Actor): string {
  return staffBehind(actor)?.subject ?? auditName(actor);
}

/** A number for a bag or a batch, e.g. `BG-7K3F9QXM`: 40 random bits, which say nothing of when and where. */
export function newNumber(vault: Vault, kind: 'BG' | 'BT'): string {
  return `${kind}-${base32(vault.random(5))}`;
}

/** A number of a bag or a batch as it is scanned or typed. */
export function givenNumber(text: string): string {
  return plainText(text.slice(0, 100)).toUpperCase();
}

/** The number of a seal as it is scanned or typed. @throws HandbackError `field_missing`, `field_invalid` */
export function givenSeal(text: string): string {
  const seal = cleanText(text, 40).toUpperCase();
  if (seal === '') throw new HandbackError('field_missing', { field: 'seal' });
  return seal;
}

/** @throws HandbackError `field_invalid` for what is no count */
export function givenCount(count: number): number {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new HandbackError('field_invalid', { field: 'counted' });
  return count;
}

const MOST_LISTED = 1_000;

/** @throws HandbackError `request_invalid` */
export function givenLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LISTED)
    throw new HandbackError('request_invalid', { field: 'limit' });
  return limit;
}
