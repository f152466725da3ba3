import { deflateSync } from 'node:zlib';
import { signJwt } from '../sign/sign-jwt.ts';
import type { CertificateSigner } from '../sign/signer.ts';
import { BITS, type CertificateState, LIST_SIZE, STATES, STATUS_LIST_TYPE } from './status-token.ts';

/** The status of the certificates of one list that do not simply stand. */
export interface StatusEntry {
  readonly idx: number;
  readonly state: Exclude<CertificateState, 'valid'>;
}

/** A list is to be fetched again after this long, and is stale after the other; in seconds. */
const TTL = 300;
const VALID_FOR = 24 * 3_600;

/** Signs a status list token as of `now` (draft-ietf-oauth-status-list, section 5.1). */
export function issueStatusToken(
  uri: string,
  entries: readonly StatusEntry[],
  signer: CertificateSigner,
  now: Date,
): string {
  const bytes = Buffer.alloc((LIST_SIZE * BITS) / 8);
  for (const { idx, state } of entries) {
    const at = idx * BITS;
    bytes[at >> 3]! |= STATES[state] << (at & 7);
  }
  const iat = Math.floor(now.getTime() / 1000);
  return signJwt(
    { alg: 'ES256', typ: STATUS_LIST_TYPE, kid: signer.keyId },
    {
      ...{ sub: uri, iat, exp: iat + VALID_FOR, ttl: TTL },
      status_list: { bits: BITS, lst: deflateSync(bytes, { level: 9 }).toString('base64url') },
    },
    signer,
  );
}
