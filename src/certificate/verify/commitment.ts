import { createHash, randomBytes } from 'node:crypto';
import type { Commitment, Opening } from '../../domain/certificates/certificate.ts';

/** 128 bits: a phone number alone has about 33, and could be found by trying them all. */
export const SALT_BYTES = 16;

export interface Committed {
  readonly commitment: Commitment;
  /** Belongs in the holder's copy only. */
  readonly opening: Opening;
}

/** A fresh salt as 32 hex digits. */
export function newSalt(): string {
  return randomBytes(SALT_BYTES).toString('hex');
}

/** Commits to a text: hex SHA-256(salt || UTF-8 value). @throws TypeError on a lone surrogate, which UTF-8 cannot hold. */
export function commitText(value: string, salt: string = newSalt()): Committed {
  if (!value.isWellFormed()) throw new TypeError('a lone surrogate has no UTF-8 form');
  return { commitment: saltedHash(salt, Buffer.from(value, 'utf8')), opening: { salt, value } };
}

/** Commits to raw bytes, such as a network's answer; the opening holds them in base64. */
export function commitBytes(bytes: Uint8Array, salt: string = newSalt()): Committed {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { commitment: saltedHash(salt, raw), opening: { salt, value: raw.toString('base64') } };
}

/**
 * Whether salt and value open the commitment. Base64 must be the one canonical spelling, since decoders ignore
 * stray characters and a changed file would still "verify".
 */
export function opens(commitment: Commitment, opening: Opening, encoding: 'utf8' | 'base64'): boolean {
  if (!isSalt(opening.salt) || !opening.value.isWellFormed()) return false;
  const bytes = Buffer.from(opening.value, encoding);
  if (encoding === 'base64' && bytes.toString('base64') !== opening.value) return false;
  return saltedHash(opening.salt, bytes) === commitment;
}

export function isSalt(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

function saltedHash(salt: string, value: Uint8Array): Commitment {
  if (!isSalt(salt)) throw new TypeError('a salt is 16 bytes as lower-case hex');
  return createHash('sha256').update(Buffer.from(salt, 'hex')).update(value).digest('hex');
}
