import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HandbackError } from '../domain/errors.ts';
import { type KeyEncryptionKeys, Vault } from '../store/database/vault.ts';
import { refuseExposed } from './file-modes.ts';

interface KeyFile {
  readonly current: number;
  /** Epoch to base64 of 32 bytes. */
  readonly keyEncryptionKeys: Readonly<Record<string, string>>;
  readonly indexSecret: string;
}

/**
 * Opens the vault with the keys of `HANDBACK_KEYS` (the JSON itself) or of a file that is made, readable by its
 * owner only, on first start; one that others may read is refused. Losing this file loses the personal data; keep it apart from the database's backups.
 *
 * @param mayMake false where a database was used with keys before: new ones could not read it
 * @throws HandbackError `vault_missing`
 */
export function openVault(file: string, fromEnvironment: string | undefined, mayMake: boolean = true): Vault {
  if (fromEnvironment === undefined && !mayMake && !existsSync(file))
    throw new HandbackError('vault_missing', { path: file });
  const parsed = JSON.parse(fromEnvironment ?? readOrMake(file)) as KeyFile;
  const again = (): KeyEncryptionKeys => keysOf(readKeyFile(file));
  return new Vault(keysOf(parsed), bytes(parsed.indexSecret), fromEnvironment === undefined ? again : null);
}

const keysOf = ({ current, keyEncryptionKeys }: KeyFile): KeyEncryptionKeys => ({
  current,
  keys: new Map(Object.entries(keyEncryptionKeys).map(([epoch, key]) => [Number(epoch), bytes(key)])),
});

function readKeyFile(file: string): KeyFile {
  refuseExposed(file);
  return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
}

/** Adds a key of a new epoch to a file, and makes it the current one. */
export function addEpoch(file: string, epoch: number): void {
  const { keyEncryptionKeys, indexSecret } = readKeyFile(file);
  const key = randomBytes(32).toString('base64');
  replaceWhole(file, {
    current: epoch,
    keyEncryptionKeys: { ...keyEncryptionKeys, [epoch]: key },
    indexSecret,
  });
}

/** Takes the key of an epoch out of a file, if it is in it, and out of what a process left beside it that died while it wrote. */
export function removeEpoch(file: string, epoch: number): void {
  const kept = readKeyFile(file);
  const { [String(epoch)]: gone, ...keyEncryptionKeys } = kept.keyEncryptionKeys;
  if (gone !== undefined) replaceWhole(file, { ...kept, keyEncryptionKeys });
  for (const draft of draftsBeside(file)) rmSync(draft, { force: true });
}

const draftsBeside = (file: string): readonly string[] =>
  readdirSync(dirname(file))
    .filter((name) => name.startsWith(basename(file)) && DRAFT.test(name.slice(basename(file).length)))
    .map((name) => join(dirname(file), name));

/** Old or new, never half: whoever reads it meanwhile has keys. */
function replaceWhole(file: string, made: KeyFile): void {
  const draft = writeDraft(file, made);
  renameSync(draft, file);
  syncFolder(dirname(file));
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function bytes(base64: string): Buffer {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32) throw new Error('the key file holds a key that is not 32 bytes long');
  return key;
}

function readOrMake(file: string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    chmodSync(dirname(file), 0o700);
    const made: KeyFile = {
      current: 1,
      keyEncryptionKeys: { 1: randomBytes(32).toString('base64') },
      indexSecret: randomBytes(32).toString('base64'),
    };
    writeOnce(file, made);
  }
  refuseExposed(file);
  return readFileSync(file, 'utf8');
}

/** Whole or absent, and the first of two writers wins: losing a key that was already used would lose data. */
function writeOnce(file: string, made: KeyFile): void {
  const draft = writeDraft(file, made);
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** What the name of a draft has beyond that of its file. */
const DRAFT = /^\.\d+\.[0-9a-f]{8}$/;

/** Beside its place, on the disk. */
function writeDraft(file: string, made: KeyFile): string {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  writeSync(handle, `${JSON.stringify(made, null, 2)}\n`);
  fsyncSync(handle);
  closeSync(handle);
  return draft;
}
