import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { runLockHolder, takeRunLock } from '../run/run-lock.ts';
import { commandWords } from './reader-language.ts';

/** What commands need to reach a Handback that runs on the same data folder. */
export interface Running {
  readonly databaseUrl: string;
  readonly rulebookOverlay: string | null;
  /** The demo believes its own phones too. */
  readonly demo: boolean;
  /** Where it listens; empty for a worker. The demo moves on to a free port. */
  readonly address: string;
}

const lockFile = (settings: Settings): string => join(settings.dataFolder, 'run.lock');
const runningFile = (settings: Settings): string => join(settings.dataFolder, 'running.json');

/** Makes this process the one that runs on the data folder, or says who does. */
export function becomeRunning(settings: Settings): {
  announce(address: string, running: Omit<Running, 'address'>): void;
  release(): void;
} {
  const taken = takeRunLock(lockFile(settings));
  if ('heldBy' in taken) {
    const { pid, address } = taken.heldBy;
    throw new Error(commandWords().running.already(pid, address ?? ''));
  }
  return {
    announce(address, running) {
      taken.lock.announce(address);
      // Holds the database's password.
      writeFileSync(runningFile(settings), JSON.stringify({ ...running, address } satisfies Running), {
        mode: 0o600,
      });
      chmodSync(runningFile(settings), 0o600);
    },
    release() {
      rmSync(runningFile(settings), { force: true });
      taken.lock.release();
    },
  };
}

/** The running Handback of this data folder, if one is. */
export function runningInstance(settings: Settings): Running | null {
  const holder = runLockHolder(lockFile(settings));
  if (holder === null) return null;
  try {
    return JSON.parse(readFileSync(runningFile(settings), 'utf8')) as Running;
  } catch {
    throw new Error(commandWords().running.inBetween(holder.pid));
  }
}
