import { type Claims, issuedAt } from '../../domain/certificates/certificate.ts';
import { JsonFaultError } from '../../domain/values/strict-json.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { isClaims } from '../credential/claims-shape.ts';
import { discloseClaims, readJwt, readSdJwt, type SdJwt, SdJwtError } from '../credential/sd-jwt.ts';
import { readStatusToken, type StatusListReading, stateIn } from '../credential/status-token.ts';
import { isLineTermination } from '../credential/type-metadata.ts';
import { verifyCms } from '../sign/cms-read.ts';
import type { Trust, TrustedKey } from '../sign/trust.ts';
import { attachedTo, isCertificatePdf, isPdf, MAX_TEXT_BYTES } from './attached.ts';
import { readSignatureSpan } from './pdf-signature.ts';
import type {
  Altered,
  AlteredDetail,
  AlteredPart,
  Authentic,
  CertificateStatus,
  NotACertificate,
  NumberMatch,
  Verdict,
} from './verdict.ts';
import { findInLog } from './verify-log.ts';

export interface VerifyOptions {
  /** From `readTrust`. */
  readonly trust: Trust;
  readonly crypto: VerifyCrypto;
  /** A status list token, or one already read. */
  readonly statusList?: string | StatusListReading | undefined;
  /** A number in E.164, to be compared with the certificate's. */
  readonly number?: string | undefined;
  /** The verifier's clock: it only tells whether the status list is stale. */
  readonly now: Date;
}

export const MAX_PDF_BYTES = 16 * 1024 * 1024;

/**
 * Verifies a certificate (compact, JSON or PDF) from any source, offline. Nothing is fetched and nothing is thrown:
 * whatever the bytes are, the answer is one of the closed set of verdicts.
 */
export async function verifyCertificate(bytes: Uint8Array, options: VerifyOptions): Promise<Verdict> {
  try {
    if (bytes.length === 0) return notACertificate('empty');
    return isPdf(bytes) ? await verifyPdf(bytes, options) : await verifyText(bytes, options);
  } catch {
    return notACertificate('unreadable');
  }
}

async function verifyPdf(bytes: Uint8Array, options: VerifyOptions): Promise<Verdict> {
  if (bytes.length > MAX_PDF_BYTES) return notACertificate('too_large');
  const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isCertificatePdf(pdf)) return notACertificate('pdf_foreign');
  const { trust, crypto } = options;
  const span = await readSignatureSpan(pdf, crypto);
  if (!span.ok) {
    if (span.fault === 'unsigned') return notACertificate('pdf_unsigned');
    return altered(span.fault === 'span' ? 'pdf_signature' : 'bytes_after_signature', span.fault);
  }
  const signature = await verifyCms(span.cms, span.digest, trust, crypto);
  if (!signature.ok) {
    return signature.fault === 'altered'
      ? altered('pdf_signature', 'signature_invalid')
      : { result: 'unknown_issuer', reason: 'key_unknown', keyId: signature.keyId };
  }
  // The end of the X.509 certificate is not checked: a B-B signature carries no time that can be believed. What ends a
  // key is its state in the trust document.
  const { key } = signature;
  if (key.state === 'revoked') return { result: 'unknown_issuer', reason: 'key_revoked', keyId: key.keyId };
  const attached = await attachedTo(pdf, crypto).catch(() => null);
  if (attached === null) return altered('pdf_attachment', 'missing');
  const verdict = await verifyText(attached.text, options, attached.logProof);
  if (verdict.result === 'not_a_certificate') return altered('pdf_attachment', verdict.reason);
  if (verdict.result !== 'authentic') return verdict;
  if (verdict.issuer.id !== key.issuer.id) return altered('pdf_signature', 'signed_by_another_operator');
  return { ...verdict, source: 'pdf' };
}

async function verifyText(
  bytes: Uint8Array,
  options: VerifyOptions,
  logProof: string | null = null,
): Promise<Verdict> {
  if (bytes.length > MAX_TEXT_BYTES) return notACertificate('too_large');
  try {
    const { read, form } = readSdJwt(bytes);
    return await verifySdJwt({ ...read, logProof: read.logProof ?? logProof }, form, options);
  } catch (error) {
    if (error instanceof JsonFaultError) return notACertificate(error.fault);
    if (!(error instanceof SdJwtError)) throw error;
    const { fault } = error;
    if (fault === 'not_an_sd_jwt') return notACertificate('format_unknown');
    return altered(fault === 'unknown_member' ? 'file' : 'disclosures', fault);
  }
}

async function verifySdJwt(
  read: SdJwt,
  source: 'compact' | 'json',
  options: VerifyOptions,
): Promise<Verdict> {
  const jwt = readJwt(read.jwt);
  if (jwt === null) return notACertificate('format_unknown');
  const { header, payload } = jwt;
  if (header['typ'] !== 'dc+sd-jwt' || !isLineTermination(payload['vct']))
    return notACertificate('type_unknown');
  // No algorithm is taken from the header, and no key: it may only say what we expect.
  const { alg, kid } = header;
  if (alg !== 'ES256' || typeof kid !== 'string' || !Object.keys(header).every(isKnownHeader))
    return altered('signature', 'header');
  const key = options.trust.get(kid);
  if (!key) return { result: 'unknown_issuer', reason: 'key_unknown', keyId: kid };
  if (key.state === 'revoked') return { result: 'unknown_issuer', reason: 'key_revoked', keyId: kid };
  if (!(await options.crypto.verifyEs256(key, jwt.signed, jwt.signature)))
    return altered('signature', 'signature_invalid');

  // From here on the claims are known to be what the operator signed.
  if (header['x5c'] !== undefined && !isChainOf(header['x5c'], key))
    return altered('signature', 'certificate_chain');
  // A wallet's signature over a certificate that was bound to nobody is somebody's addition.
  if (read.keyBinding !== null) return altered('file', 'key_binding_unexpected');
  const { claims } = await discloseClaims(payload, read.disclosures, options.crypto);
  if (!isClaims(claims)) return altered('signature', 'claims_unreadable');
  if (claims.operator.id !== key.issuer.id) return altered('signature', 'claims_of_another_operator');
  const time = timeFault(claims, key);
  if (time !== null) return altered('signature', time);
  return authentic(read, source, claims, key, options);
}

const isKnownHeader = (name: string): boolean => ['alg', 'typ', 'kid', 'x5c'].includes(name);

function isChainOf(x5c: unknown, { certificate, root }: TrustedKey): boolean {
  const expected = [certificate, root].map((one) => Buffer.from(one).toString('base64'));
  return Array.isArray(x5c) && x5c.length === 2 && x5c.every((one, i) => one === expected[i]);
}

/** `iat` counts whole seconds: what was signed in the second in which the key was made is in time. */
function timeFault(claims: Claims, { notBefore, notAfter }: TrustedKey): AlteredDetail | null {
  const at = issuedAt(claims).getTime();
  if (at + 1000 <= notBefore.getTime()) return 'signed_before_key_existed';
  return notAfter !== null && at > notAfter.getTime() ? 'signed_after_key_ended' : null;
}

async function authentic(
  { jwt, disclosures, logProof }: SdJwt,
  source: 'compact' | 'json',
  claims: Claims,
  key: TrustedKey,
  options: VerifyOptions,
): Promise<Authentic | Altered> {
  const log = await findInLog(jwt, logProof, key, options.crypto);
  if (log === null) return altered('file', 'log_proof_wrong');
  const { statusList, trust, crypto, number, now } = options;
  const reading =
    typeof statusList === 'string' ? await readStatusToken(statusList, trust, crypto) : statusList;
  return {
    result: 'authentic',
    source,
    issuer: key.issuer,
    keyId: key.keyId,
    issuedAt: issuedAt(claims).toISOString(),
    copy: { jwt, disclosures, claims, logProof },
    status: statusOf(claims, reading, now),
    log,
    number: number === undefined ? null : matchNumber(claims, number),
  };
}

/** What a status list says of a certificate; also for a list that was had after the verdict. */
export function statusOf(
  claims: Claims,
  reading: StatusListReading | undefined,
  now: Date,
): CertificateStatus {
  if (reading === undefined) return { known: false, why: 'no_list' };
  if (!reading.ok) return { known: false, why: reading.fault };
  const { list } = reading;
  if (list.operatorId !== claims.operator.id) return { known: false, why: 'list_of_another_operator' };
  // A list from before the certificate cannot know it: its silence means nothing.
  if (list.asOf < issuedAt(claims)) return { known: false, why: 'list_older_than_certificate' };
  const said = stateIn(list, claims.status.status_list);
  if (!said.ok) return { known: false, why: said.fault };
  const stale = list.staleFrom !== null && list.staleFrom <= now;
  return { known: true, state: said.state, asOf: list.asOf.toISOString(), stale };
}

function matchNumber({ number: became, subject }: Claims, number: string): NumberMatch {
  if (became === 'none') return 'no_number';
  if (subject.msisdn === undefined) return 'undisclosed';
  return subject.msisdn === number ? 'match' : 'no_match';
}

const altered = (where: AlteredPart, detail: AlteredDetail): Altered => ({
  result: 'altered',
  where,
  detail,
});
const notACertificate = (reason: NotACertificate['reason']): NotACertificate => ({
  result: 'not_a_certificate',
  reason,
});
