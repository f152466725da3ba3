import { hash } from 'node:crypto';

/** 128 bits (RFC 9901 section 9.3): a phone number alone has about 33, and could be found by trying them all. */
export const SALT_BYTES = 16;

/** One claim that is disclosed by choice (RFC 9901 section 4.2.1). */
export interface Disclosure {
  /** Base64url of the JSON text `[salt, name, value]`. */
  readonly text: string;
  /** SHA-256 of that ASCII text, 32 bytes: what the signed claims hold of it. */
  readonly digest: Buffer;
}

/**
 * Makes a disclosure, the same for the same arguments: what is kept of it is the salt, and the value where that is kept.
 *
 * @param salt 16 random bytes, of this disclosure alone
 * @throws TypeError for a value with a lone surrogate, which UTF-8 cannot hold
 */
export function disclosureOf(salt: Uint8Array, name: string, value: string): Disclosure {
  if (salt.length !== SALT_BYTES) throw new TypeError('a salt has 16 bytes');
  if (!value.isWellFormed()) throw new TypeError('a lone surrogate has no UTF-8 form');
  const spelled = Buffer.from(salt.buffer, salt.byteOffset, salt.byteLength).toString('base64url');
  const text = Buffer.from(`["${spelled}","${name}",${JSON.stringify(value)}]`).toString('base64url');
  // As hex first: a hash that comes as bytes brings an ArrayBuffer of its own, and takes twice as long.
  return { text, digest: Buffer.from(hash('sha256', text), 'hex') };
}

/** The disclosure of a network's answer, as received. */
export function answerDisclosure(salt: Uint8Array, answer: Uint8Array): Disclosure {
  return disclosureOf(salt, 'answer', base64(answer));
}

/** The disclosure of an eUICC's signed notification, as received. */
export function notificationDisclosure(salt: Uint8Array, notification: Uint8Array): Disclosure {
  return disclosureOf(salt, 'notification', base64(notification));
}

/** Those of the disclosures whose digests the signed claims hold. */
export function belonging(disclosures: readonly string[], signed: object): readonly string[] {
  const held = new Set<string>();
  JSON.stringify(signed, (name, value) => {
    if (name === '_sd') for (const digest of value as string[]) held.add(digest);
    return value;
  });
  return disclosures.filter((text) => held.has(digestText(Buffer.from(hash('sha256', text), 'hex'))));
}

/** By what the public log names a certificate: SHA-256 of the JWT that its operator signed, which every copy has. */
export function certificateHash(jwt: string): string {
  return digestText(Buffer.from(hash('sha256', jwt), 'hex'));
}

/** A digest as the signed claims spell it. */
export function digestText(digest: Uint8Array): string {
  return Buffer.from(digest.buffer, digest.byteOffset, digest.byteLength).toString('base64url');
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** Takes members out of an object into disclosures; what is undefined or null is neither in the object nor disclosed. */
export type Hide = <T extends object>(
  plain: T,
  hidden: Readonly<Record<string, string | null | undefined>>,
) => T & { readonly _sd: readonly string[] };

/**
 * Hides what is to be disclosed by choice.
 *
 * @param random draws salts
 * @param kept gets each disclosure's text
 */
export function hiding(random: (bytes: number) => Uint8Array, kept: string[]): Hide {
  return (plain, hidden) => {
    const digests: string[] = [];
    for (const [name, value] of Object.entries(hidden)) {
      if (value === null || value === undefined) continue;
      const { text, digest } = disclosureOf(random(SALT_BYTES), name, value);
      kept.push(text);
      digests.push(digestText(digest));
    }
    // Sorted, so that their order tells nothing of which is which (RFC 9901 section 4.2.4.1).
    return { ...plain, _sd: digests.sort() };
  };
}
