import { addEpoch, openVault, removeEpoch } from '../config/key-file.ts';
import type { Settings } from '../config/settings.ts';
import { HandbackError } from '../domain/errors.ts';
import { insertAudit } from '../store/audit.ts';
import { inTransaction, type Pool } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';
import { destroyEpoch, lockNextEpoch, noteKeyEpoch, rewrapKeys } from '../store/people/key-epochs.ts';
import { vaultFileOf } from './compose.ts';

/** Whose keys, and in whose name. */
export interface EpochKeeper {
  readonly settings: Settings;
  readonly pool: Pool;
  /** As the audit log names whoever does it. */
  readonly actor: string;
}

/** The keys as the file has them now. @throws HandbackError `vault_not_a_file` where the settings hold them */
function vaultOf(settings: Settings): Vault {
  if (settings.keys !== undefined) throw new HandbackError('vault_not_a_file');
  return openVault(vaultFileOf(settings), undefined, false);
}

const said = (actor: string, action: string, facts: Readonly<Record<string, unknown>>) => ({
  ...{ caseId: null, lineId: null, actor, action },
  facts,
});

/**
 * Makes the key of a new epoch, by which people's keys are wrapped from now on. The file has it before the database knows of it: whoever is
 * interrupted between has a key that nothing needs yet.
 *
 * @returns its number
 * @throws HandbackError `vault_not_a_file`
 */
export async function makeEpoch({ settings, pool, actor }: EpochKeeper): Promise<number> {
  const before = vaultOf(settings);
  return inTransaction(pool, async (tx) => {
    const epoch = Math.max(await lockNextEpoch(tx), ...before.epochs.map((one) => one + 1));
    addEpoch(vaultFileOf(settings), epoch);
    await noteKeyEpoch(tx, vaultOf(settings), vaultFileOf(settings));
    await insertAudit(tx, [said(actor, 'key_epoch_made', { epoch })]);
    return epoch;
  });
}

/**
 * Wraps by the current epoch every key of people that another one wraps. It can be interrupted, and goes on where it was.
 * @throws HandbackError `vault_not_a_file`
 */
export async function rewrapAll(
  { settings, pool, actor }: EpochKeeper,
  progress?: (count: number) => void,
): Promise<{ readonly epoch: number; readonly count: number }> {
  const vault = vaultOf(settings);
  const epoch = vault.currentEpoch;
  const count = await rewrapKeys(pool, vault, progress);
  await insertAudit(pool, [said(actor, 'keys_rewrapped', { epoch, count })]);
  return { epoch, count };
}

/**
 * Destroys the key of an old epoch. The database refuses everything under it first, and then the file loses it; repeated, also on another
 * machine, it takes the key out of the file there.
 *
 * @param despite also where backups still need it
 * @throws HandbackError `vault_not_a_file`, `epoch_unknown`, `epoch_in_use`, `epoch_needed`
 */
export async function dropEpoch(
  { settings, pool, actor }: EpochKeeper,
  epoch: number,
  despite: boolean,
): Promise<void> {
  const current = vaultOf(settings).currentEpoch;
  const first = await destroyEpoch(pool, epoch, { current, despite, keptFor: settings.backupDays });
  removeEpoch(vaultFileOf(settings), epoch);
  if (first) await insertAudit(pool, [said(actor, 'key_epoch_destroyed', { epoch, despite })]);
}
