import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { readAttachment } from './pdf-attachment.ts';

/** What is attached to the paper: the compact form, and the proof of the log where there was one. */
export const ATTACHMENT_NAME = 'certificate.sdjwt';
export const LOG_PROOF_NAME = 'certificate.tlog-proof';

/** A certificate with all its evidence has some tens of kilobytes. */
export const MAX_TEXT_BYTES = 4 * 1024 * 1024;
/** A path of 63 hashes, and a checkpoint with a hundred signatures. */
const MAX_LOG_PROOF_BYTES = 128 * 1024;

const PDF_MARK = '%PDF-';
export const isPdf = (bytes: Uint8Array): boolean =>
  [...PDF_MARK].every((letter, i) => bytes[i] === letter.charCodeAt(0));

/** Every certificate names its attachment in plain bytes, several times over; a PDF without it is some other document. */
export const isCertificatePdf = (pdf: Buffer): boolean => pdf.includes(`(${ATTACHMENT_NAME})`);

/** What is attached to a certificate on paper. @throws RangeError where it is not there, not single, or too large */
export async function attachedTo(
  pdf: Buffer,
  crypto: Pick<VerifyCrypto, 'inflate'>,
): Promise<{ readonly text: Uint8Array; readonly logProof: string | null }> {
  const text = await readAttachment(pdf, ATTACHMENT_NAME, MAX_TEXT_BYTES, crypto);
  if (!pdf.includes(`(${LOG_PROOF_NAME})`)) return { text, logProof: null };
  const proof = await readAttachment(pdf, LOG_PROOF_NAME, MAX_LOG_PROOF_BYTES, crypto);
  return { text, logProof: new TextDecoder().decode(proof) };
}
