import type { Snapshot, Work } from '../../store/cases/work.ts';
import type { DataKey, Vault } from '../../store/database/vault.ts';

const CONTEXT = 'case snapshot';

// A case opens its snapshot in several stages of one walk; what it was sealed as tells whether it is the same.
const opened = new WeakMap<Buffer, Snapshot>();

export function sealSnapshot(vault: Vault, key: DataKey, snapshot: Snapshot): Buffer {
  const sealed = vault.encrypt(key, CONTEXT, JSON.stringify(snapshot));
  opened.set(sealed, snapshot);
  return sealed;
}

/** The saved profile of a case; empty if nothing was saved, so nothing is to be restored. */
export function openSnapshot(vault: Vault, work: Pick<Work, 'snapshotEnc' | 'key'>): Snapshot {
  if (work.snapshotEnc === null) return {};
  let snapshot = opened.get(work.snapshotEnc);
  if (snapshot === undefined) {
    snapshot = JSON.parse(vault.decryptText(work.key.dataKey, CONTEXT, work.snapshotEnc)) as Snapshot;
    opened.set(work.snapshotEnc, snapshot);
  }
  return snapshot;
}
