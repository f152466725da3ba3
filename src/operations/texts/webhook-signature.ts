import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request whose clock is further from ours than this, in seconds, is taken for one that somebody sends again, and refused. */
export const SIGNATURE_TOLERANCE_S = 300;

export type SignatureFault = 'missing' | 'old' | 'wrong';

const TIMESTAMP = /^\d{10}$/;
const SIGNATURE = /^v1=([0-9a-f]{64})$/;

/** HMAC-SHA256 over the timestamp, a full stop and the body as it was sent; in hexadecimal. */
export function signatureOf(secret: string, timestamp: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}

/**
 * Whether a request was signed with one of the secrets, just now.
 * @returns null where it was
 */
export function signatureFault(
  secrets: readonly string[],
  signed: { readonly timestamp: string; readonly signature: string; readonly body: Uint8Array },
  now: Date,
): SignatureFault | null {
  const given = SIGNATURE.exec(signed.signature)?.[1];
  if (given === undefined || !TIMESTAMP.test(signed.timestamp)) return 'missing';
  const right = secrets.some((secret) =>
    timingSafeEqual(
      Buffer.from(signatureOf(secret, signed.timestamp, signed.body), 'hex'),
      Buffer.from(given, 'hex'),
    ),
  );
  if (!right) return 'wrong';
  const age = Math.abs(now.getTime() / 1_000 - Number(signed.timestamp));
  return age > SIGNATURE_TOLERANCE_S ? 'old' : null;
}
