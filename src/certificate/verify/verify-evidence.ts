import type {
  CertificateFile,
  DeletionProof,
  ProfileStatement,
} from '../../domain/certificates/certificate.ts';
import type { Curve } from '../../rsp/gsma-oids.ts';
import type { OtherSignedNotification } from '../../rsp/notification.ts';
import { type RevocationLists, readRevocationLists } from '../../rsp/revocation.ts';
import type { TrustAnchors } from '../../rsp/trust-anchors.ts';
import {
  type Verdict as NotificationVerdict,
  NotificationVerifier,
  type Refusal,
} from '../../rsp/verify-notification.ts';
import { opens } from './commitment.ts';

export interface EvidenceOptions {
  /** The CIs of the GSMA that the verifier trusts, from `readTrustAnchors`. Without any, no proof verifies. */
  readonly anchors: TrustAnchors;
  /** CRLs of these CIs, as files in DER or PEM. */
  readonly crls: readonly Buffer[];
  /** The verifier's clock. Certificates are judged by the time of receipt, and not by this. */
  readonly at: Date;
}

/**
 * What re-verification of one profile's signed deletion came to:
 * - `signature_verified`: an eUICC of a trusted CI signed it, and it is about what the certificate says, as far as the
 *   copy discloses that (`undisclosed`);
 * - `not_opened`: the copy does not hold the notification;
 * - `failed`: the notification does not hold;
 * - `does_not_match`: it holds, but is about something else than the certificate says.
 */
export type EvidenceVerdict = 'signature_verified' | 'not_opened' | 'failed' | 'does_not_match';

export type EvidenceReason =
  | 'notification_not_disclosed'
  /** The notification in the copy is not the one that the certificate commits to. */
  | 'opening_invalid'
  /** The certificate says that it was received at a time that is yet to come. */
  | 'received_in_future'
  | Refusal
  | Mismatch;

type Mismatch =
  | 'event'
  | 'sequence_number_differs'
  | 'iccid'
  /** The notification names no profile: it proves the deletion of none. */
  | 'iccid_not_signed'
  | 'eid'
  /** The certificate knows of no device, and yet one signed. */
  | 'eid_not_stated';

export interface EvidenceFinding {
  /** Index in the statement's profiles. */
  readonly profile: number;
  readonly verdict: EvidenceVerdict;
  /** Only with another verdict than `signature_verified`. */
  readonly reason?: EvidenceReason;
  /** What the copy does not open, so that it was compared with nothing. */
  readonly undisclosed: readonly ('iccid' | 'eid')[];
  /** What the eUICC signed, whole; only where its signature holds. */
  readonly signed?: SignedDeletion;
}

export interface SignedDeletion {
  readonly eid: string;
  readonly iccid: string | null;
  readonly event: OtherSignedNotification['event'];
  /** `remote`: the operator had it deleted; `local`: someone at the device did. */
  readonly origin: OtherSignedNotification['origin'];
  readonly sequenceNumber: number;
  /** Whom the notification was for. */
  readonly address: string;
  readonly ciKeyId: string;
  readonly eumSerial: string;
  readonly curve: Curve;
  /** As of when revocation of the EUM is known; null where no CRL of its CI was given. */
  readonly revocation: { readonly asOf: string; readonly stale: boolean } | null;
}

/** Two clocks are never quite the same. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Verifies again, offline, the signed deletions behind a certificate: one finding for each profile that it calls proven.
 * Only the notification as received counts. Certificates must have been valid when it was received, since a signature
 * carries no time; one that was revoked since counts as revoked.
 *
 * @param file one that `verifyCertificate` calls authentic. Whatever its openings hold, there is a finding.
 * @throws TrustFault where a CRL cannot be used: those are the verifier's own.
 */
export function verifyEvidence(file: CertificateFile, options: EvidenceOptions): EvidenceFinding[] {
  const verifier = new NotificationVerifier(options);
  const revocations = readRevocationLists(options.crls, options.anchors);
  return file.statement.profiles.flatMap((statement, profile) => {
    if (statement.proof === null) return [];
    const given = { statement, proof: statement.proof, profile, file, revocations, at: options.at };
    return [{ profile, ...judge(given, verifier) }];
  });
}

interface Given {
  readonly statement: ProfileStatement;
  readonly proof: DeletionProof;
  readonly profile: number;
  readonly file: CertificateFile;
  readonly revocations: RevocationLists;
  readonly at: Date;
}

function judge(given: Given, verifier: NotificationVerifier): Omit<EvidenceFinding, 'profile'> {
  const { statement, proof, at } = given;
  const pointer = `/profiles/${given.profile}`;
  const iccid = opened(given.file, `${pointer}/iccid`, statement.iccid, 'utf8');
  const eid = statement.eid === null ? null : opened(given.file, `${pointer}/eid`, statement.eid, 'utf8');
  const undisclosed = [
    ...(iccid === 'closed' ? ['iccid' as const] : []),
    ...(eid === 'closed' ? ['eid' as const] : []),
  ];
  const der = opened(given.file, `${pointer}/proof/hash`, proof.hash, 'base64');
  if (der === 'closed') return { verdict: 'not_opened', reason: 'notification_not_disclosed', undisclosed };
  if (der === 'invalid' || iccid === 'invalid' || eid === 'invalid')
    return { verdict: 'failed', reason: 'opening_invalid', undisclosed };
  const receivedAt = new Date(proof.receivedAt);
  if (!(receivedAt.getTime() <= at.getTime() + CLOCK_TOLERANCE_MS))
    return { verdict: 'failed', reason: 'received_in_future', undisclosed };
  const verdict = verifier.verify(der, receivedAt);
  if (!verdict.ok) return { verdict: 'failed', reason: verdict.reason, undisclosed };
  const signed = signedIn(verdict, given);
  const reason = mismatch(signed, proof, text(iccid), eid === null ? null : text(eid));
  return reason === null
    ? { verdict: 'signature_verified', undisclosed, signed }
    : { verdict: 'does_not_match', reason, undisclosed, signed };
}

function mismatch(
  signed: SignedDeletion,
  proof: DeletionProof,
  iccid: string | undefined,
  eid: string | undefined | null,
): Mismatch | null {
  if (signed.event !== proof.event) return 'event';
  if (signed.iccid === null) return 'iccid_not_signed';
  if (iccid !== undefined && iccid !== signed.iccid) return 'iccid';
  if (eid === null) return 'eid_not_stated';
  if (eid !== undefined && eid !== signed.eid) return 'eid';
  return signed.sequenceNumber === proof.sequenceNumber ? null : 'sequence_number_differs';
}

function signedIn(
  { eid, notification, chain }: Extract<NotificationVerdict, { ok: true }>,
  { revocations, at }: Given,
): SignedDeletion {
  const { event, origin, address, iccid } = notification;
  const list = revocations.get(chain.ciKeyId);
  return {
    eid,
    iccid,
    event,
    origin,
    sequenceNumber: notification.seqNumber,
    address,
    ciKeyId: chain.ciKeyId,
    eumSerial: chain.eumSerial,
    curve: chain.curve,
    // As of now: that the list has run out since the receipt is what matters to who verifies.
    revocation:
      list === undefined
        ? null
        : { asOf: new Date(list.thisUpdate).toISOString(), stale: at.getTime() > list.nextUpdate },
  };
}

/** `closed`: the copy does not disclose it. The salted hash is checked again, so that nothing hangs on who called. */
function opened(
  { openings }: CertificateFile,
  pointer: string,
  commitment: string,
  encoding: 'utf8' | 'base64',
): Buffer | 'closed' | 'invalid' {
  if (!Object.hasOwn(openings, pointer)) return 'closed';
  const opening: { salt?: unknown; value?: unknown } | null | undefined = openings[pointer];
  const { salt, value } = opening ?? {};
  if (typeof salt !== 'string' || typeof value !== 'string') return 'invalid';
  return opens(commitment, { salt, value }, encoding) ? Buffer.from(value, encoding) : 'invalid';
}

const text = (bytes: Buffer | 'closed'): string | undefined =>
  bytes === 'closed' ? undefined : bytes.toString('utf8');
