import type {
  BatchProof,
  CertificateFile,
  Opening,
  Statement,
} from '../../domain/certificates/certificate.ts';
import { JsonFaultError, parseStrictJson } from '../../domain/values/strict-json.ts';
import { batchHead } from '../sign/batch-head.ts';
import { canonicalBytes } from '../sign/canonical.ts';
import { verifyCms } from '../sign/cms-read.ts';
import { leafHash, pathLength, rootFromPath } from '../sign/merkle.ts';
import { verifyCanonical } from '../sign/signer.ts';
import { readStatusList, type StatusListReading } from '../sign/status-list.ts';
import type { Trust, TrustedKey } from '../sign/trust.ts';
import { commitText, opens } from './commitment.ts';
import { commitmentsOf } from './holder-copy.ts';
import { nodeCrypto } from './node-crypto.ts';
import { readAttachment } from './pdf-attachment.ts';
import { readSignatureSpan } from './pdf-signature.ts';
import { isInstant, isStatement } from './statement-shape.ts';
import type {
  Altered,
  AlteredPart,
  Authentic,
  CertificateStatus,
  NotACertificate,
  NumberMatch,
  Verdict,
} from './verdict.ts';

export interface VerifyOptions {
  /** From `readTrust`. */
  readonly trust: Trust;
  /** A status list as bytes, or one already read. */
  readonly statusList?: Uint8Array | StatusListReading | undefined;
  /** A number in the form that was committed (E.164), to be compared with the certificate's. */
  readonly number?: string | undefined;
  /** The verifier's clock: it only tells whether the status list is stale. */
  readonly now: Date;
}

export const MAX_JSON_BYTES = 4 * 1024 * 1024;
export const MAX_PDF_BYTES = 16 * 1024 * 1024;
export const ATTACHMENT_NAME = 'certificate.json';

/**
 * Verifies a certificate (JSON or PDF) from any source, offline. Nothing is fetched and nothing is thrown:
 * whatever the bytes are, the answer is one of the closed set of verdicts.
 */
export async function verifyCertificate(bytes: Uint8Array, options: VerifyOptions): Promise<Verdict> {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (input.length === 0) return notACertificate('empty');
    return input.subarray(0, 5).equals(Buffer.from('%PDF-'))
      ? await verifyPdf(input, options)
      : verifyJson(input, options);
  } catch {
    return notACertificate('unreadable');
  }
}

async function verifyPdf(pdf: Buffer, options: VerifyOptions): Promise<Verdict> {
  if (pdf.length > MAX_PDF_BYTES) return notACertificate('too_large');
  // Every certificate names its attachment in plain bytes, several times over; a PDF without it is some other document.
  if (!pdf.includes(`(${ATTACHMENT_NAME})`)) return notACertificate('pdf_foreign');
  const span = await readSignatureSpan(pdf, nodeCrypto);
  if (!span.ok) {
    if (span.fault === 'unsigned') return notACertificate('pdf_unsigned');
    return altered(span.fault === 'span' ? 'pdf_signature' : 'bytes_after_signature', span.fault);
  }
  const signature = await verifyCms(span.cms, span.digest, options.trust, nodeCrypto);
  if (!signature.ok) {
    return signature.fault === 'altered'
      ? altered('pdf_signature', 'signature_invalid')
      : { result: 'unknown_issuer', reason: 'key_unknown', keyId: signature.keyId };
  }
  // The end of the X.509 certificate is not checked: a B-B signature carries no time that can be believed. What ends a
  // key is its state in the trust document.
  const { key } = signature;
  if (key.state === 'revoked') return { result: 'unknown_issuer', reason: 'key_revoked', keyId: key.keyId };
  let json: Buffer;
  try {
    json = Buffer.from(await readAttachment(pdf, ATTACHMENT_NAME, MAX_JSON_BYTES, nodeCrypto));
  } catch {
    return altered('pdf_attachment', 'missing');
  }
  const verdict = verifyJson(json, options);
  if (verdict.result === 'not_a_certificate') return altered('pdf_attachment', verdict.reason);
  if (verdict.result !== 'authentic') return verdict;
  if (verdict.issuer.id !== key.issuer.id) return altered('pdf_signature', 'signed_by_another_issuer');
  return { ...verdict, source: 'pdf' };
}

function verifyJson(bytes: Buffer, options: VerifyOptions): Verdict {
  if (bytes.length > MAX_JSON_BYTES) return notACertificate('too_large');
  let value: unknown;
  try {
    value = parseStrictJson(bytes);
  } catch (error) {
    return notACertificate(error instanceof JsonFaultError ? error.fault : 'unreadable');
  }
  if (!isObject(value) || value['format'] !== 'handback-certificate/1')
    return notACertificate('format_unknown');
  const { statement, proof, openings } = value;
  if (!isObject(statement) || !isObject(proof) || !isObject(openings)) return notACertificate('incomplete');
  if (statement['version'] !== 1) return notACertificate('version_unsupported');
  // The file around the statement is under no signature, so it may hold nothing that is not checked below.
  if (Object.keys(value).length !== 4) return altered('file', 'unknown_member');
  if (!isProof(proof)) return altered('proof', 'form');

  const key = options.trust.get(proof.keyId);
  if (!key) return { result: 'unknown_issuer', reason: 'key_unknown', keyId: proof.keyId };
  if (key.state === 'revoked') return { result: 'unknown_issuer', reason: 'key_revoked', keyId: key.keyId };
  const fault = proofFault(statement, proof, key);
  if (fault) return fault;

  // From here on the statement is known to be what the issuer signed.
  if (!isStatement(statement)) return notACertificate('unreadable');
  if (statement.issuer.id !== key.issuer.id) return altered('statement', 'issuer');
  const closed = openingFault(statement, openings);
  if (closed) return closed;
  const file = value as unknown as CertificateFile;
  return authentic(file, key, options);
}

function authentic(file: CertificateFile, key: TrustedKey, options: VerifyOptions): Authentic {
  return {
    result: 'authentic',
    source: 'json',
    issuer: key.issuer,
    keyId: key.keyId,
    signedAt: file.proof.signedAt,
    statement: file.statement,
    file,
    status: statusOf(file, options),
    number: options.number === undefined ? null : matchNumber(file, options.number),
  };
}

function isProof(proof: Record<string, unknown>): proof is Record<string, unknown> & BatchProof {
  const hash = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
  const { algorithm, keyId, signedAt, leafIndex, treeSize, path, root, signature } = proof;
  return (
    Object.keys(proof).length === 8 &&
    algorithm === 'ES256' &&
    typeof keyId === 'string' &&
    /^[0-9a-f]{32}$/.test(keyId) &&
    isInstant(signedAt) &&
    Number.isSafeInteger(leafIndex) &&
    Number.isSafeInteger(treeSize) &&
    Array.isArray(path) &&
    path.every(hash) &&
    hash(root) &&
    typeof signature === 'string'
  );
}

/** Signature first: only a root that the issuer signed can tell whether the statement or its place was changed. */
function proofFault(statement: object, proof: BatchProof, key: TrustedKey): Altered | null {
  if (!verifyCanonical(batchHead(proof, key.issuer.id), proof.signature, key)) {
    return altered('proof', 'signature_invalid');
  }
  if (new Date(proof.signedAt) < key.notBefore) return altered('proof', 'signed_before_key_existed');
  const { leafIndex, treeSize } = proof;
  if (leafIndex < 0 || leafIndex >= treeSize || pathLength(leafIndex, treeSize) !== proof.path.length) {
    return altered('proof', 'path_length');
  }
  const path = proof.path.map((hash) => Buffer.from(hash, 'hex'));
  const root = rootFromPath(leafHash(canonicalBytes(statement)), leafIndex, treeSize, path);
  return root?.toString('hex') === proof.root ? null : altered('statement', 'not_under_signed_root');
}

function openingFault(statement: Statement, openings: Record<string, unknown>): Altered | null {
  const places = commitmentsOf(statement);
  for (const [pointer, opening] of Object.entries(openings)) {
    const place = places.get(pointer);
    const part = pointer.startsWith('/subject/') ? 'subject' : 'opening';
    if (!place || !isOpening(opening) || !opens(place.commitment, opening, place.encoding))
      return altered(part, pointer.slice(0, 80));
  }
  return null;
}

function isOpening(value: unknown): value is Opening {
  return (
    isObject(value) &&
    Object.keys(value).length === 2 &&
    typeof value['salt'] === 'string' &&
    typeof value['value'] === 'string'
  );
}

function statusOf(file: CertificateFile, { statusList, trust, now }: VerifyOptions): CertificateStatus {
  if (statusList === undefined) return { known: false, why: 'no_list' };
  const reading = statusList instanceof Uint8Array ? readStatusList(statusList, trust) : statusList;
  if (!reading.ok) return { known: false, why: reading.fault };
  const { list } = reading;
  if (list.issuer !== file.statement.issuer.id) return { known: false, why: 'list_of_other_issuer' };
  // A list from before the certificate cannot know it: its silence means nothing.
  if (list.asOf < file.proof.signedAt) return { known: false, why: 'list_older_than_certificate' };
  const id = file.statement.certificateId;
  const revoked = list.revoked.find((entry) => entry.certificateId === id);
  return {
    known: true,
    asOf: list.asOf,
    stale: list.nextUpdate <= now.toISOString(),
    revoked: revoked ? { at: revoked.at, reason: revoked.reason } : null,
    supersededBy: list.superseded.find((entry) => entry.certificateId === id)?.by ?? null,
  };
}

function matchNumber({ statement, openings }: CertificateFile, number: string): NumberMatch {
  if (statement.subject.msisdn === null) return 'no_number';
  const opening = openings['/subject/msisdn'];
  if (!opening) return 'no_salt';
  if (!number.isWellFormed()) return 'no_match';
  return commitText(number, opening.salt).commitment === statement.subject.msisdn ? 'match' : 'no_match';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const altered = (where: AlteredPart, detail: string): Altered => ({ result: 'altered', where, detail });
const notACertificate = (reason: NotACertificate['reason']): NotACertificate => ({
  result: 'not_a_certificate',
  reason,
});
