import type { VerifyCrypto } from '../ports/verify-crypto.ts';
import { base64, concat, equal, fromBase64, hex, utf8 } from './bytes.ts';

/** Signed notes: a text and signatures under it, each by a named key (C2SP signed-note v1.0.0). */

/** Types of keys: what comes before the public key where a key is hashed or written. */
export const ED25519 = 0x01;
/** What a witness signs with (C2SP tlog-cosignature). */
export const ED25519_COSIGNATURE = 0x04;

const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
/** A note of ours has a few hundred bytes. */
const MOST_CHARACTERS = 64 * 1024;
/** The specification asks for 16 at least. */
const MOST_SIGNATURES = 100;

/** A public key that a verifier trusts, as a vkey names it. */
export interface NoteKey {
  readonly name: string;
  /** The first 4 bytes of SHA-256(name || 0x0A || type || key), in hex. */
  readonly keyId: string;
  readonly type: typeof ED25519 | typeof ED25519_COSIGNATURE;
  readonly key: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  /** What follows the key id. */
  readonly signature: Uint8Array;
}

export interface Note {
  /** What is signed, with the newline at its end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Not empty, and neither white space nor a plus sign in it: both divide where names are written. */
export const isKeyName = (name: string): boolean =>
  name !== '' && name.isWellFormed() && !/[\s+\p{Cc}\p{White_Space}]/u.test(name);

/** What a key id is the beginning of the hash of. */
export const keyIdInput = (name: string, type: number, key: Uint8Array): Uint8Array =>
  concat(utf8(name), Uint8Array.of(0x0a, type), key);

/** The id of a key, in hex, from the hash of `keyIdInput`. */
export const keyIdOf = (hash: Uint8Array): string => hex(hash.subarray(0, KEY_ID_BYTES));

/** `name+keyid+base64(type || key)`. */
export const vkeyText = ({ name, keyId, type, key }: NoteKey): string =>
  `${name}+${keyId}+${base64(concat(Uint8Array.of(type), key))}`;

/**
 * Reads a vkey; null for what is none, for a type that is not known here, and where the id is not that of the key.
 */
export async function parseVkey(text: string, crypto: VerifyCrypto): Promise<NoteKey | null> {
  const found = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  if (found === null) return null;
  const [name, keyId, encoded] = [found[1]!, found[2]!, fromBase64(found[3]!)];
  const type = encoded?.[0];
  if (!isKeyName(name) || encoded === null || encoded.length !== 1 + KEY_BYTES) return null;
  if (type !== ED25519 && type !== ED25519_COSIGNATURE) return null;
  const key = encoded.slice(1);
  if (keyIdOf(await crypto.sha256(keyIdInput(name, type, key))) !== keyId) return null;
  return { name, keyId, type, key };
}

/** Reads a note without looking at what its signatures are worth; null for what is none. */
export function parseNote(message: string): Note | null {
  if (
    message.length > MOST_CHARACTERS ||
    !message.isWellFormed() ||
    !/^[^\0-\x09\x0b-\x1f]*\n$/.test(message)
  )
    return null;
  const end = message.lastIndexOf('\n\n');
  if (end < 0) return null;
  const lines = message.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === null) return null;
    signatures.push(signature);
  }
  return { text: message.slice(0, end + 1), signatures };
}

/** `— name base64(key id || signature)`; null for what is none. */
export function parseSignatureLine(line: string): NoteSignature | null {
  const found = /^— (\S+) (\S+)$/u.exec(line);
  const bytes = found === null ? null : fromBase64(found[2]!);
  if (found === null || bytes === null || bytes.length <= KEY_ID_BYTES || !isKeyName(found[1]!)) return null;
  return {
    name: found[1]!,
    keyId: keyIdOf(bytes),
    signature: bytes.slice(KEY_ID_BYTES),
  };
}

export const signatureLine = ({ name, keyId, signature }: NoteSignature): string =>
  `— ${name} ${base64(
    concat(
      Uint8Array.from(keyId.match(/../g)!, (pair) => Number.parseInt(pair, 16)),
      signature,
    ),
  )}`;

export const noteOf = ({ text, signatures }: Note): string =>
  `${text}\n${signatures.map((one) => `${signatureLine(one)}\n`).join('')}`;

/** The same note with one more signature; the same where it has that signature already. */
export function withSignature(note: Note, added: NoteSignature): Note {
  const there = note.signatures.some(
    ({ name, keyId, signature }) =>
      name === added.name && keyId === added.keyId && equal(signature, added.signature),
  );
  return there ? note : { ...note, signatures: [...note.signatures, added] };
}

/**
 * Which of these keys signed, each once. Signatures of others are passed over; one by a known key that does not verify makes
 * the whole note worthless.
 *
 * @param verify how a signature of these keys is verified
 */
export async function signedBy<Key extends NoteKey, Signed>(
  note: Note,
  keys: readonly Key[],
  verify: (key: Key, signature: Uint8Array) => Promise<Signed | null>,
): Promise<readonly Signed[] | 'signature_wrong'> {
  const found: Signed[] = [];
  const seen = new Set<Key>();
  for (const { name, keyId, signature } of note.signatures) {
    const key = keys.find((one) => one.name === name && one.keyId === keyId);
    if (key === undefined || seen.has(key)) continue;
    seen.add(key);
    const signed = await verify(key, signature);
    if (signed === null) return 'signature_wrong';
    found.push(signed);
  }
  return found;
}

/** Verifies an Ed25519 signature of a note's text, type 0x01. */
export const verifyingText =
  (text: string, crypto: VerifyCrypto) =>
  async (key: NoteKey, signature: Uint8Array): Promise<NoteKey | null> =>
    key.type === ED25519 &&
    signature.length === 64 &&
    (await crypto.verifyEd25519(key.key, utf8(text), signature))
      ? key
      : null;
