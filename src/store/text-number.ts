import type { Vault } from './database/vault.ts';

/** The keyed hash of a number that writes to us. */
export function textNumberIndex(vault: Vault, msisdn: string): Buffer {
  return vault.index('text number', msisdn);
}
