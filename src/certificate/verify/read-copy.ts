import type { CertificateCopy } from '../../domain/certificates/certificate.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { copyOf } from '../credential/choice.ts';
import { readSdJwt } from '../credential/sd-jwt.ts';
import { attachedTo, isPdf } from './attached.ts';

/**
 * The copy in a file of any form, with every disclosure in its place, and without a word on who signed it: for a holder who
 * has no keys to check it by.
 *
 * @throws SdJwtError, JsonFaultError or RangeError for a file that `verifyCertificate` does not take either
 */
export async function readCopy(
  bytes: Uint8Array,
  crypto: Pick<VerifyCrypto, 'sha256' | 'inflate'>,
): Promise<CertificateCopy> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { text, logProof } = isPdf(file) ? await attachedTo(file, crypto) : { text: file, logProof: null };
  const { read } = readSdJwt(text);
  return copyOf(read.jwt, read.disclosures, read.logProof ?? logProof, crypto);
}
