import { join } from 'node:path';
import { openVault } from '../../config/key-file.ts';
import type { Settings } from '../../config/settings.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/findings.ts';
import type { Db } from '../../store/database/database.ts';
import type { Vault } from '../../store/database/vault.ts';
import { countTombstones } from '../../store/erasure/tombstones.ts';
import { keyEpochs, missingEpochs } from '../../store/people/key-epochs.ts';
import { vaultFileOf } from '../compose.ts';
import { assertErasuresKnown, erasureFolderOf, JOURNAL_FILE, journalAt } from '../erasure-journal.ts';
import { finding } from './finding.ts';

const DAY_MS = 86_400_000;

/** Whether whoever was erased stays erased: in this database, and in backups of it. */
export async function checkErasure(settings: Settings, db: Db): Promise<readonly Finding[]> {
  const vault = usableVault(settings);
  // Keys that cannot be read are found elsewhere, and nothing can be told without them.
  if (vault === null) return [];
  return [await journalFinding(settings, db, vault), ...(await epochFindings(settings, db, vault))];
}

async function journalFinding(settings: Settings, db: Db, vault: Vault): Promise<Finding> {
  const path = join(erasureFolderOf(settings), JOURNAL_FILE);
  try {
    await assertErasuresKnown(db, journalAt(path, vault), settings);
  } catch (error) {
    const { code, facts } = error instanceof HandbackError ? error : { code: null, facts: {} };
    if (code === 'erasures_missing')
      return finding('erasures_missing', { path, erasures: Number(facts['erasures']) });
    return finding(code === 'erasure_journal_foreign' ? 'journal_foreign' : 'journal_damaged', { path });
  }
  return finding('erasure_good', { erasures: await countTombstones(db) });
}

/** Old epochs that the operator can destroy, or that nobody wrapped anew to the end. */
async function epochFindings(settings: Settings, db: Db, vault: Vault): Promise<readonly Finding[]> {
  const missing = await missingEpochs(db, vault);
  if (missing.length > 0) return [finding('epochs_missing', { epochs: missing.join(', ') })];
  const old = (await keyEpochs(db)).filter(({ epoch }) => epoch !== vault.currentEpoch);
  const kept = settings.backupDays * DAY_MS;
  const over = old.filter(({ emptiedAt }) => emptiedAt !== null && Date.now() - emptiedAt.getTime() > kept);
  const wrapping = old.filter(({ keys }) => keys > 0);
  return [
    ...wrapping.map(({ epoch, keys }) => finding('epoch_wraps', { epoch, keys })),
    ...over.map(({ epoch }) => finding('epoch_over', { epoch, days: settings.backupDays })),
  ];
}

function usableVault(settings: Settings): Vault | null {
  try {
    return openVault(vaultFileOf(settings), settings.keys, false);
  } catch {
    return null;
  }
}
