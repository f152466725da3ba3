import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { join } from 'node:path';
import {
  claimFolder,
  publishOnce,
  readPrivate,
  removeIfThere,
  writeWhole,
} from '../certificate/sign/key-files.ts';
import type { Settings } from '../config/settings.ts';
import { HandbackError } from '../domain/errors.ts';
import type { LogHead, LogSigner } from '../ports/log/log-signer.ts';
import { nodeVerifyCrypto } from '../ports/node-verify-crypto.ts';
import type { Db } from '../store/database/database.ts';
import { keyOfLog } from '../store/log/log-heads.ts';
import { base64, equal, utf8 } from '../tlog/bytes.ts';
import { type Checkpoint, checkpointText, parseCheckpoint } from '../tlog/checkpoint.ts';
import { ED25519, keyIdInput, keyIdOf, type NoteKey, noteOf, vkeyText } from '../tlog/note.ts';

/**
 * The key of the public log is a folder (0700, files 0600):
 * - `key.pem`: the private key (Ed25519, PKCS #8);
 * - `head.json`: the last head that was signed, here or on another machine, on the disk before its signature leaves; and
 *   the last ones of logs with other names.
 */
export const KEY_FILE = 'key.pem';
export const HEAD_FILE = 'head.json';
/** The 32 bytes of the key are the last ones of its SubjectPublicKeyInfo (RFC 8410 section 4). */
const KEY_BYTES = 32;

/** Where the key of the public log is. */
export const logFolderOf = ({ dataFolder }: Settings): string => join(dataFolder, 'keys', 'log');

/**
 * Opens the key of the log, and makes it where the database knows none: of several processes with folders of their own the
 * first one names it, and no other makes one.
 *
 * @throws HandbackError `log_key_missing` where the log has a key and this folder another or none; `key_ring_exposed`
 */
export async function openLogSigner(settings: Settings, db: Db): Promise<LogSigner> {
  const folder = logFolderOf(settings);
  const origin = settings.log.origin;
  await claimFolder(folder);
  const known = await keyOfLog(db, origin, null);
  const made = known === null && (await readPrivate(folder, KEY_FILE)) === null && (await makeKey(folder));
  const pem = await readPrivate(folder, KEY_FILE);
  const missing = new HandbackError('log_key_missing', { path: join(folder, KEY_FILE) });
  if (pem === null) throw missing;
  const signer = await FolderSigner.of(folder, origin, createPrivateKey(pem));
  if ((await keyOfLog(db, origin, signer.vkey)) === signer.vkey) return signer;
  // Another process was faster. What nothing was signed with only confuses who looks for the right one.
  if (made) await removeIfThere(folder, KEY_FILE);
  throw missing;
}

function makeKey(folder: string): Promise<boolean> {
  const { privateKey } = generateKeyPairSync('ed25519');
  return publishOnce(folder, KEY_FILE, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
}

/** The last head that is known in this folder to be signed for a log; null before the first. */
export async function lastHeadIn(folder: string, origin: string): Promise<LogHead | null> {
  const head = (await headsIn(folder)).find((one) => one.origin === origin);
  return head === undefined ? null : { size: head.size, root: head.root };
}

/**
 * The last heads of all logs that were signed with this key, one a name: whoever goes back to an old name must not sign again
 * what was signed under it.
 */
async function headsIn(folder: string): Promise<readonly Checkpoint[]> {
  const text = await readPrivate(folder, HEAD_FILE);
  if (text === null) return [];
  const heads = parseHeads(text);
  if (heads === null) throw new HandbackError('key_ring_damaged', { path: join(folder, HEAD_FILE) });
  return heads;
}

interface KeptHead {
  readonly origin?: unknown;
  readonly size?: unknown;
  readonly root?: unknown;
}

function parseHeads(text: string): readonly Checkpoint[] | null {
  let kept: KeptHead & { readonly others?: readonly KeptHead[] };
  try {
    kept = JSON.parse(text);
  } catch {
    return null;
  }
  const heads = [kept, ...(kept.others ?? [])].map(({ origin, size, root }) =>
    typeof origin === 'string' ? parseCheckpoint(`${origin}\n${size}\n${root}\n`) : null,
  );
  return heads.every((head) => head !== null) ? heads : null;
}

const keptHead = ({ origin, size, root }: LogHead & { readonly origin: string }) => ({
  origin,
  size: String(size),
  root: base64(root),
});

class FolderSigner implements LogSigner {
  readonly origin: string;
  readonly vkey: string;
  readonly #folder: string;
  readonly #key: NoteKey;
  readonly #privateKey: KeyObject;

  private constructor(folder: string, key: NoteKey, privateKey: KeyObject) {
    this.origin = key.name;
    this.vkey = vkeyText(key);
    this.#folder = folder;
    this.#key = key;
    this.#privateKey = privateKey;
  }

  static async of(folder: string, name: string, privateKey: KeyObject): Promise<FolderSigner> {
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
    const key = new Uint8Array(spki.subarray(-KEY_BYTES));
    const keyId = keyIdOf(await nodeVerifyCrypto.sha256(keyIdInput(name, ED25519, key)));
    return new FolderSigner(folder, { name, keyId, type: ED25519, key }, privateKey);
  }

  lastHead(): Promise<LogHead | null> {
    return lastHeadIn(this.#folder, this.origin);
  }

  async remember(head: LogHead): Promise<void> {
    const last = await this.lastHead();
    if (last === null || last.size < head.size) await this.#keep(head);
  }

  async #keep(head: LogHead): Promise<void> {
    const { origin } = this;
    const others = (await headsIn(this.#folder)).filter((one) => one.origin !== origin).map(keptHead);
    const kept = { ...keptHead({ origin, ...head }), ...(others.length === 0 ? {} : { others }) };
    await writeWhole(this.#folder, HEAD_FILE, JSON.stringify(kept));
  }

  async sign(head: LogHead): Promise<string> {
    const last = await this.lastHead();
    if (last !== null && (last.size > head.size || (last.size === head.size && !equal(last.root, head.root))))
      throw new HandbackError('log_rolled_back', { stored: head.size, signed: last.size });
    await this.#keep(head);
    const { origin } = this;
    const text = checkpointText({ origin, ...head });
    const signature = new Uint8Array(sign(null, utf8(text), this.#privateKey));
    return noteOf({ text, signatures: [{ ...this.#key, signature }] });
  }
}
