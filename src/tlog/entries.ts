/**
 * What stands in the log: small JSON in one line, its members in this order and nothing between them. No entry tells of a
 * person, a number or a case; `h` is the SHA-256, base64url, of the ASCII of a certificate's issuer-signed JWT.
 */

/** That a certificate was issued. */
export const issuedEntry = (h: string): string => JSON.stringify({ t: 'cert', h });

/** That it was revoked, and why. */
export const revokedEntry = (h: string, reason: string, at: Date): string =>
  JSON.stringify({ t: 'revoke', h, reason, at: at.toISOString() });

/** That another certificate, by its hash, came in its place. */
export const supersededEntry = (h: string, by: string, at: Date): string =>
  JSON.stringify({ t: 'supersede', h, by, at: at.toISOString() });

/** That a person was erased; the id is random and stands in no other place. */
export const erasedEntry = (id: string, at: Date): string =>
  JSON.stringify({ t: 'erase', id, at: at.toISOString() });
