import type { Vault } from '../../store/database/vault.ts';

/**
 * The token of the session that holds what a customer has proven at a desk. Only our keys make it from the attendance, so
 * that it is stored nowhere and no browser ever has it.
 */
export function customerToken(vault: Vault, attendanceId: string): string {
  return vault.index('customer at a desk', attendanceId).toString('base64url');
}
