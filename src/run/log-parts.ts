import type { Settings } from '../config/settings.ts';
import { readWitnessFile } from '../config/witness-file.ts';
import { createLogWitness } from '../connectors/log-witness/client.ts';
import { HandbackError } from '../domain/errors.ts';
import type { Db, Pool } from '../store/database/database.ts';
import { keyOfLog, keysOfLogs } from '../store/log/log-heads.ts';
import { vkeyText } from '../tlog/note.ts';
import { NO_WITNESSES, type Witnesses } from '../workflow/log/ask-witnesses.ts';
import { LogSequencer } from '../workflow/log-sequencer.ts';
import { openLogSigner } from './log-signer.ts';

/** The witnesses that the settings name. @throws HandbackError `witnesses_invalid` */
export async function witnessesOf({ log }: Settings): Promise<Witnesses> {
  if (log.witnessFile === null) return NO_WITNESSES;
  const { witnesses, quorum } = await readWitnessFile(log.witnessFile);
  return { known: witnesses.map(({ key, url }) => ({ key, witness: createLogWitness(url) })), quorum };
}

/**
 * The public log as verifiers know it: its key, those of logs before it, and those of its witnesses. The key is made where there is none yet, so that
 * whoever has the trust document from the first moment on knows it; none where it is not here and nobody named it.
 * @throws HandbackError `witnesses_invalid`
 */
export async function publicLogOf(
  settings: Settings,
  db: Db,
): Promise<{ readonly logs: readonly string[]; readonly witnesses: readonly string[] }> {
  const { known } = await witnessesOf(settings);
  if ((await keyOfLog(db, settings.log.origin, null)) === null)
    await openLogSigner(settings, db).catch((error: unknown) => {
      if (!(error instanceof HandbackError)) throw error;
    });
  return { logs: await keysOfLogs(db), witnesses: known.map(({ key }) => vkeyText(key)) };
}

/**
 * What keeps the public log; null where its key is not here, of which `onFault` is told: everything else goes on without it.
 * @throws HandbackError `witnesses_invalid`
 */
export async function openLogSequencer(
  settings: Settings,
  pool: Pool,
  onFault: (error: unknown) => void,
): Promise<LogSequencer | null> {
  const witnesses = await witnessesOf(settings);
  try {
    return new LogSequencer(pool, await openLogSigner(settings, pool), onFault, witnesses);
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    onFault(error);
    return null;
  }
}
