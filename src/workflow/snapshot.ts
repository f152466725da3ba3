import type { DataKey, Vault } from '../store/vault.ts';
import type { Snapshot, Work } from '../store/work.ts';

const CONTEXT = 'case snapshot';

export function sealSnapshot(vault: Vault, key: DataKey, snapshot: Snapshot): Buffer {
  return vault.encrypt(key, CONTEXT, JSON.stringify(snapshot));
}

/** The saved profile of a case; empty if nothing was saved, so nothing is to be restored. */
export function openSnapshot(vault: Vault, work: Pick<Work, 'snapshotEnc' | 'dataKey'>): Snapshot {
  if (work.snapshotEnc === null) return {};
  return JSON.parse(vault.decryptText(work.dataKey, CONTEXT, work.snapshotEnc)) as Snapshot;
}
