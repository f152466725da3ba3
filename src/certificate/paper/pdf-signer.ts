import { createHash } from 'node:crypto';
import { SignPdf } from '@signpdf/signpdf';
import { Signer } from '@signpdf/utils';
import { signCms } from '../sign/cms.ts';
import type { CertificateSigner } from '../sign/signer.ts';

/** Bytes of room for the CMS signature; it takes some 1.7 kB with both certificates. */
export const SIGNATURE_ROOM = 4096;

class CmsSigner extends Signer {
  readonly #signer: CertificateSigner;

  constructor(signer: CertificateSigner) {
    super();
    this.#signer = signer;
  }

  override async sign(pdf: Buffer): Promise<Buffer> {
    return signCms(createHash('sha256').update(pdf).digest(), this.#signer);
  }
}

/**
 * Fills the signature that `renderUnsigned` left room for: PAdES B-B over the whole file (ETSI EN 319 142-1).
 * @throws Error if the PDF has no room for a signature.
 */
export async function signPdf(unsigned: Uint8Array, signer: CertificateSigner): Promise<Buffer> {
  const pdf = Buffer.from(unsigned.buffer, unsigned.byteOffset, unsigned.byteLength);
  return new SignPdf().sign(pdf, new CmsSigner(signer));
}
