import { compactOf } from '../../src/certificate/credential/sd-jwt.ts';
import { readTrust, type TrustDocument } from '../../src/certificate/sign/trust.ts';
import type { Authentic, Verdict } from '../../src/certificate/verify/verdict.ts';
import { verifyCertificate } from '../../src/certificate/verify/verify.ts';
import type { CertificateCopy, Claims } from '../../src/domain/certificates/certificate.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';

/** A copy, judged by a stranger who has only the trust document. */
export async function judged(
  copy: CertificateCopy,
  ring: { publicKeys(): TrustDocument },
  number?: string,
): Promise<Verdict> {
  return verifyCertificate(Buffer.from(compactOf(copy)), {
    trust: await readTrust([ring.publicKeys()], nodeVerifyCrypto),
    crypto: nodeVerifyCrypto,
    number,
    now: new Date(),
  });
}

/** What an authentic certificate says. */
export function claimsOf(verdict: Verdict): Claims {
  return (verdict as Authentic).copy.claims;
}
