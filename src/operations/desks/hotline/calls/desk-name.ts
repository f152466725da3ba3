import type { Vault } from '../../../../store/database/vault.ts';

/** Under what an agent's open desks are told of calls: a keyed hash, because what is announced is nobody's secret. */
export function deskName(vault: Vault, subject: string): string {
  return `desk ${vault.index('desk of an agent', subject).toString('base64url')}`;
}
