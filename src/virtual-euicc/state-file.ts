import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { EuiccState } from './euicc-state.ts';

/** Marks the file, and which shape its content has. */
const FORMAT = 'handback virtual eUICC 1';

/** Reads what `writeState` wrote. @throws Error where the file is not there or is something else. */
export function readState(file: string): EuiccState {
  const text = readFileSync(file, 'utf8');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON`);
  }
  if (typeof content !== 'object' || content === null || !('format' in content) || content.format !== FORMAT)
    throw new Error(`${file} is not a virtual eUICC (expected format "${FORMAT}")`);
  const { format, ...state } = content;
  return state as EuiccState;
}

/** Replaces the file as a whole, readable by its owner only: it holds the private key. What was there stays on a failure. */
export function writeState(file: string, state: EuiccState): void {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${JSON.stringify({ format: FORMAT, ...state }, null, 2)}\n`);
    fsyncSync(handle);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}
