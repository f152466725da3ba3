import type { VerifyCrypto } from '../ports/verify-crypto.ts';
import { concat, utf8 } from './bytes.ts';
import { ED25519_COSIGNATURE, type NoteKey } from './note.ts';

/** What witnesses add to a checkpoint: that they saw it, and when (C2SP tlog-cosignature v1.1, type 0x04). */

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

export interface Cosigned {
  readonly name: string;
  readonly keyId: string;
  readonly at: Date;
}

/** What a witness signs. @param seconds since 1970 */
export const cosignedText = (text: string, seconds: number): Uint8Array =>
  utf8(`cosignature/v1\ntime ${seconds}\n${text}`);

/** The signature as a note carries it after the key id: the time, 8 bytes, and the signature. */
export function cosignatureBytes(seconds: number, signature: Uint8Array): Uint8Array {
  const time = new Uint8Array(TIME_BYTES);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  return concat(time, signature);
}

/** Verifies a cosignature of a note's text; null where it is not one of this witness. */
export const verifyingCosignature =
  (text: string, crypto: VerifyCrypto) =>
  async ({ name, keyId, type, key }: NoteKey, bytes: Uint8Array): Promise<Cosigned | null> => {
    if (type !== ED25519_COSIGNATURE || bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
    const seconds = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
    const at = new Date(seconds * 1000);
    if (Number.isNaN(at.getTime())) return null;
    const signed = await crypto.verifyEd25519(key, cosignedText(text, seconds), bytes.slice(TIME_BYTES));
    return signed ? { name, keyId, at } : null;
  };
