import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** What `keep` wrote; null where there is no file. @throws Error that names a file which is not of this format. */
export function readKept<T>(file: string, format: string): T | null {
  if (!existsSync(file)) return null;
  try {
    const { format: found, value } = JSON.parse(readFileSync(file, 'utf8')) as { format: string; value: T };
    if (found === format) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw new Error(
    `${file} is not what the demo wrote (expected format "${format}"); delete it to start anew`,
  );
}

/** Replaces the file as a whole, readable by its owner only. */
export function keep(file: string, format: string, value: unknown): void {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, `${JSON.stringify({ format, value }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
