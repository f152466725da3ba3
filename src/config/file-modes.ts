import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';

/** What group and others may do. */
const ANYTHING = 0o077;
const READ_OR_WRITE = 0o066;

const openTo = (path: string, rights = ANYTHING): string | null => {
  const mode = statSync(path).mode & 0o777;
  return (mode & rights) === 0 ? null : mode.toString(8).padStart(4, '0');
};

/** Windows has no such modes: there it is for the folder's own rights. */
const CHECKED = process.platform !== 'win32';

/**
 * Refuses a file of secrets that others than its owner may read or write.
 * @throws Error that says how to mend it
 */
export function refuseExposed(file: string): void {
  if (!CHECKED || !existsSync(file)) return;
  const mode = openTo(file);
  if (mode !== null)
    throw new Error(
      `${file} holds secret keys and is open to others (mode ${mode}). Take their rights away (chmod 600), and exchange the keys if somebody may have read them.`,
    );
}

/**
 * Makes the data folder, for its owner only. Root's database runs under another account, which must get through it, and
 * still sees nothing in it. A folder that exists is left as it is.
 */
export function makeDataFolder(folder: string): void {
  if (existsSync(folder)) return;
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  mkdirSync(folder, { recursive: true, mode });
  chmodSync(folder, mode);
}

/** Those of the folders and files that others than their owner may list, read or write, with their modes. */
export function exposedPaths(
  paths: readonly string[],
): readonly { readonly path: string; readonly mode: string }[] {
  if (!CHECKED) return [];
  return paths.flatMap((path) => {
    const mode = existsSync(path)
      ? openTo(path, statSync(path).isDirectory() ? READ_OR_WRITE : ANYTHING)
      : null;
    return mode === null ? [] : [{ path, mode }];
  });
}
