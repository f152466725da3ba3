import type { Party } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';

/** What the holder calls a device; null where it has no name, or the holder was erased. */
export function deviceLabel(op: Operations, party: Party | null, sealed: Buffer | null): string | null {
  if (party === null || sealed === null) return null;
  return op.vault.decryptText(party.dataKey, 'device label', sealed);
}
