import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { readWitnessFile } from '../../config/witness-file.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/findings.ts';
import type { Db } from '../../store/database/database.ts';
import {
  committedTree,
  keyOfLog,
  publishedCheckpoint,
  type StoredCheckpoint,
  signedCheckpoint,
} from '../../store/log/log-heads.ts';
import { witnessStandings } from '../../store/log/log-witnesses.ts';
import { assertGrown } from '../../workflow/log/log-tree.ts';
import { HEAD_FILE, KEY_FILE, lastHeadIn, logFolderOf } from '../log-signer.ts';
import { finding, problemsOf } from './finding.ts';

/** A worker signs every second, and asks its witnesses within seconds. */
const WAITING_MS = 60_000;

/** Whether the public log can go on, and whether its witnesses follow. */
export async function checkLog(settings: Settings, db: Db): Promise<readonly Finding[]> {
  const { origin } = settings.log;
  const names = await witnessNames(settings);
  if (!Array.isArray(names)) return [names];
  if ((await keyOfLog(db, origin, null)) === null) return [finding('log_none')];
  const folder = logFolderOf(settings);
  const found: Finding[] = [];
  if (!existsSync(join(folder, KEY_FILE)))
    found.push(finding('log_key_elsewhere', { path: join(folder, KEY_FILE) }));
  try {
    const lastHead = () => lastHeadIn(folder, origin);
    await assertGrown(db, { origin, lastHead }, await committedTree(db), names);
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    const { signed = 0, stored = 0 } = error.facts as { readonly signed?: number; readonly stored?: number };
    found.push(
      error.code === 'log_rolled_back'
        ? finding('log_rolled_back', { signed, stored })
        : finding('log_head_unreadable', { path: join(folder, HEAD_FILE) }),
    );
  }
  const [signed, shown] = [await signedCheckpoint(db, origin), await publishedCheckpoint(db)];
  found.push(...shownFinding(signed, shown, Date.now()));
  for (const { name, fault } of await witnessStandings(db, origin, names))
    if (fault !== null) found.push(finding('witness_away', { name, fault }));
  return found;
}

async function witnessNames({ log }: Settings): Promise<string[] | Finding> {
  if (log.witnessFile === null) return [];
  try {
    return (await readWitnessFile(log.witnessFile)).witnesses.map(({ key }) => key.name);
  } catch (error) {
    return finding('witnesses_bad', { path: log.witnessFile, problems: problemsOf(error) });
  }
}

function shownFinding(
  signed: StoredCheckpoint | null,
  shown: StoredCheckpoint | null,
  now: number,
): readonly Finding[] {
  if (signed !== null && signed.size !== shown?.size) {
    const waiting = now - signed.at.getTime();
    if (waiting > WAITING_MS)
      return [finding('log_not_shown', { entries: signed.size, minutes: Math.floor(waiting / 60_000) })];
  }
  // A key without a head: a worker is just beginning.
  return [
    shown === null
      ? finding('log_none')
      : finding('log_good', { entries: shown.size, at: shown.at.toISOString() }),
  ];
}
