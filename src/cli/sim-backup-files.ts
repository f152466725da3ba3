import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Writes a folder of files that only its owner reads, whole or not at all.
 * @returns whether it was written: false where the folder is there already
 */
export function writeNewFolder(folder: string, files: Readonly<Record<string, string>>): boolean {
  const target = resolve(folder);
  if (existsSync(target)) return false;
  mkdirSync(dirname(target), { recursive: true });
  // mkdtemp makes it 0700.
  const draft = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(draft, name), content, { mode: 0o600, flag: 'wx' });
    renameSync(draft, target);
    return true;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Somebody else made it in the meantime.
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return false;
    throw error;
  }
}
