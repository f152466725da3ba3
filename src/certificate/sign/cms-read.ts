import { ecdsaFromDer, readMembers, readOnly, TAG } from '../../asn1/der.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { keyIdOfSpki, type ReadCertificate, readCertificate } from './certificate-read.ts';
import { encodeCms, signedAttributes } from './cms-form.ts';
import type { Trust, TrustedKey } from './trust.ts';

export type CmsReading =
  | { readonly ok: true; readonly key: TrustedKey }
  | { readonly ok: false; readonly fault: 'altered' }
  | { readonly ok: false; readonly fault: 'unknown_issuer'; readonly keyId: string };

/** A signature of ours holds the certificate of its key and of the root. */
const MAX_CERTIFICATES = 4;

/**
 * Checks a signature over content with this digest. Only what varies is read out of the bytes; the whole is then built
 * anew from the trusted certificate and the given digest and must be the same to the byte. So nothing in a signature
 * goes unchecked: no unsigned attribute, no second signer, no other spelling.
 */
export async function verifyCms(
  der: Buffer,
  digest: Uint8Array,
  trust: Trust,
  crypto: Pick<VerifyCrypto, 'sha256' | 'verifyEs256'>,
): Promise<CmsReading> {
  let found: { signature: Buffer; signers: readonly ReadCertificate[] };
  try {
    found = extract(der);
  } catch {
    return { ok: false, fault: 'altered' };
  }
  const [signer, ...others] = found.signers;
  if (signer === undefined || others.length > 0) return { ok: false, fault: 'altered' };
  const keyId = await keyIdOfSpki(signer.spki, crypto);
  const key = trust.get(keyId);
  if (!key) return { ok: false, fault: 'unknown_issuer', keyId };
  const { certificate, root } = key;
  const parts = { certificate, certificateDigest: await crypto.sha256(certificate), root, digest };
  if (!encodeCms(parts, found.signature).equals(der)) return { ok: false, fault: 'altered' };
  const holds = await crypto.verifyEs256(key, signedAttributes(parts), found.signature);
  return holds ? { ok: true, key } : { ok: false, fault: 'altered' };
}

/** The signature, and the certificates that are no root. @throws RangeError */
function extract(der: Buffer): { signature: Buffer; signers: readonly ReadCertificate[] } {
  const [, wrapped] = readMembers(readOnly(der), TAG.sequence);
  const [signedData] = readMembers(wrapped!, 0xa0);
  const [, , , certificates, signerInfos] = readMembers(signedData!, TAG.sequence);
  const raw = readMembers(certificates!, 0xa0).map((one) => one.raw);
  if (raw.length > MAX_CERTIFICATES) throw new RangeError('too many certificates');
  const [signerInfo] = readMembers(signerInfos!, TAG.set);
  const signature = readMembers(signerInfo!, TAG.sequence)[5];
  return {
    signature: ecdsaFromDer(signature!.content),
    signers: raw.map(readCertificate).filter((one) => !one.authority),
  };
}
