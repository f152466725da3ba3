import { join } from 'node:path';
import { openVault } from '../../config/key-file.ts';
import type { Settings } from '../../config/settings.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/findings.ts';
import type { Db } from '../../store/database/database.ts';
import { countTombstones } from '../../store/erasure/tombstones.ts';
import { keyEpochs, missingEpochs } from '../../store/people/key-epochs.ts';
import { vaultFileOf } from '../compose.ts';
import { assertErasuresKnown, erasureFolderOf, JOURNAL_FILE, journalAt } from '../erasure-journal.ts';
import { finding } from './finding.ts';

const DAY_MS = 86_400_000;

/** Whether whoever was erased stays erased: in this database, and in backups of it. */
export async function checkErasure(settings: Settings, db: Db): Promise<readonly Finding[]> {
  return [await journalFinding(settings, db), ...(await epochFindings(settings, db))];
}

async function journalFinding(settings: Settings, db: Db): Promise<Finding> {
  const path = join(erasureFolderOf(settings), JOURNAL_FILE);
  try {
    await assertErasuresKnown(db, journalAt(path), settings);
  } catch (error) {
    if (!(error instanceof HandbackError)) return finding('journal_damaged', { path });
    return error.code === 'erasures_missing'
      ? finding('erasures_missing', { path, erasures: Number(error.facts['erasures']) })
      : finding('journal_damaged', { path });
  }
  return finding('erasure_good', { erasures: await countTombstones(db) });
}

/** Old epochs that the operator can destroy, or that nobody wrapped anew to the end. Keys that cannot be read are found elsewhere. */
async function epochFindings(settings: Settings, db: Db): Promise<readonly Finding[]> {
  const vault = usableVault(settings);
  if (vault === null) return [];
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

function usableVault(settings: Settings): ReturnType<typeof openVault> | null {
  try {
    return openVault(vaultFileOf(settings), settings.keys, false);
  } catch {
    return null;
  }
}
