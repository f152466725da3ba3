import { hash } from 'node:crypto';
import { encodeCms, signedAttributes } from './cms-form.ts';
import type { CertificateSigner } from './signer.ts';

/** Signs content by its SHA-256: a detached CMS signature in the profile of PAdES B-B, as a DER ContentInfo. */
export function signCms(digest: Buffer, signer: CertificateSigner): Buffer {
  const { certificate, root } = signer;
  const parts = { certificate, certificateDigest: hash('sha256', certificate, 'buffer'), root, digest };
  return encodeCms(parts, signer.sign(signedAttributes(parts)));
}
