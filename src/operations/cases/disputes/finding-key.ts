import type { Finding } from '../../../domain/cases/finding.ts';
import type { Vault } from '../../../store/database/vault.ts';

/**
 * Names a finding of a line for as long as it is the same one: by its check, its rule and whom it is about, not by amounts and
 * dates that move with the day. Keyed, because it stands in addresses and says nothing there.
 */
export function findingKey(vault: Vault, lineId: string, { check, rule, facts }: Finding): string {
  const same = [lineId, check, rule.id, rule.version, facts.label ?? null, facts.reference ?? null];
  return vault.index('finding', JSON.stringify(same)).toString('base64url').slice(0, 22);
}
