import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDataFolder } from '../config/file-modes.ts';

interface Holder {
  readonly pid: number;
  /** The kernel's start tick of that process: a recycled pid does not pass for the old holder. */
  readonly startTick: string | null;
  address?: string;
}

/** Held while one Handback runs on a data folder; survives a SIGKILL of its holder without going stale. */
export interface RunLock {
  /** Records where the holder can be reached, for the message that a second start prints. */
  announce(address: string): void;
  release(): void;
}

/** Takes the lock, or answers who holds it. */
export function takeRunLock(file: string): { lock: RunLock } | { heldBy: Holder } {
  makeDataFolder(dirname(file));
  const me: Holder = { pid: process.pid, startTick: startTick(process.pid) };
  for (let round = 0; round < 3; round++) {
    if (placed(file, me)) {
      return {
        lock: {
          announce(address) {
            writeFileSync(file, JSON.stringify({ ...me, address }), { mode: 0o600 });
          },
          release() {
            if (readHolder(file)?.pid === me.pid) rmSync(file, { force: true });
          },
        },
      };
    }
    const holder = runLockHolder(file);
    if (holder !== null) return { heldBy: holder };
    removeStale(file);
  }
  return { heldBy: readHolder(file) ?? { pid: 0, startTick: null } };
}

/** Who holds the lock, if somebody does who still lives. */
export function runLockHolder(file: string): Holder | null {
  const holder = readHolder(file);
  return holder !== null && isAlive(holder) ? holder : null;
}

/** Linked into its place with its content: a second start never reads half of it, and takes it for stale. */
function placed(file: string, me: Holder): boolean {
  const own = `${file}.${me.pid}`;
  writeFileSync(own, JSON.stringify(me), { mode: 0o600 });
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Of two that found the same stale lock, the slower one must not remove the lock that the faster one took since. */
function removeStale(file: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    if (runLockHolder(aside) !== null) linkSync(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(file: string): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null && 'pid' in value ? (value as Holder) : null;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return holder.startTick === startTick(holder.pid);
}

// proc(5): field 22 of /proc/PID/stat; the command name before it may hold spaces and ends at the last ')'.
function startTick(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
