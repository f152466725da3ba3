import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HandbackError } from '../../domain/errors.ts';

const EXPOSED = 0o077;

/** Makes the folder for its owner alone, and refuses one with content that others can open. @throws HandbackError `key_ring_exposed` */
export async function claimFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return;
  if (((await stat(folder)).mode & EXPOSED) === 0) return;
  if ((await readdir(folder)).length > 0) throw new HandbackError('key_ring_exposed', { path: folder });
  await chmod(folder, 0o700);
}

/** Writes a file whole or not at all, 0600, on disk when this returns. */
export async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const draft = await writeDraft(folder, text);
  await rename(draft, join(folder, name));
  await syncFolder(folder);
}

/**
 * The same, unless the name is taken: link() fails on an existing name, so of two processes exactly one wins
 * and no lock can be left behind by a crash. Returns whether this process won.
 */
export async function publishOnce(folder: string, name: string, text: string): Promise<boolean> {
  const draft = await writeDraft(folder, text);
  try {
    await link(draft, join(folder, name));
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft);
  }
  await syncFolder(folder);
  return true;
}

/** The text of a file that only its owner can open, or null if there is none. @throws HandbackError `key_ring_exposed` */
export async function readPrivate(folder: string, name: string): Promise<string | null> {
  const path = join(folder, name);
  try {
    const file = await open(path, 'r');
    try {
      const { mode } = await file.stat();
      if (process.platform !== 'win32' && (mode & EXPOSED) !== 0)
        throw new HandbackError('key_ring_exposed', { path });
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

export async function removeIfThere(folder: string, name: string): Promise<void> {
  try {
    await unlink(join(folder, name));
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

async function writeDraft(folder: string, text: string): Promise<string> {
  const path = join(folder, `.draft-${randomBytes(8).toString('hex')}`);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  return path;
}

/** A new name survives a power cut only once its folder is synced too. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === code;
}
