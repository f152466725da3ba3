import type { Claims, DeletionProof, ProfileStatement } from '../../domain/certificates/certificate.ts';
import type { Curve } from '../../rsp/gsma-oids.ts';
import type { OtherSignedNotification } from '../../rsp/notification.ts';
import { type RevocationLists, readRevocationLists } from '../../rsp/revocation.ts';
import type { TrustAnchors } from '../../rsp/trust-anchors.ts';
import {
  type Verdict as NotificationVerdict,
  NotificationVerifier,
  type Refusal,
} from '../../rsp/verify-notification.ts';

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
 * - `undisclosed`: the copy does not hold the notification;
 * - `failed`: the notification does not hold;
 * - `does_not_match`: it holds, but is about something else than the certificate says.
 */
export type EvidenceVerdict = 'signature_verified' | 'undisclosed' | 'failed' | 'does_not_match';

export type EvidenceReason =
  | 'notification_not_disclosed'
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
  /** Index in the claims's profiles. */
  readonly profile: number;
  readonly verdict: EvidenceVerdict;
  /** Only with another verdict than `signature_verified`. */
  readonly reason?: EvidenceReason;
  /** What the copy does not disclose, so that it was compared with nothing. */
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
 * @param claims of a copy that `verifyCertificate` calls authentic. Whatever it discloses, there is a finding.
 * @throws TrustFault where a CRL cannot be used: those are the verifier's own.
 */
export function verifyEvidence(claims: Claims, options: EvidenceOptions): EvidenceFinding[] {
  const verifier = new NotificationVerifier(options);
  const revocations = readRevocationLists(options.crls, options.anchors);
  return claims.profiles.flatMap((stated, profile) =>
    stated.proof === null
      ? []
      : [{ profile, ...judge({ stated, proof: stated.proof, revocations, at: options.at }, verifier) }],
  );
}

interface Given {
  readonly stated: ProfileStatement;
  readonly proof: DeletionProof;
  readonly revocations: RevocationLists;
  readonly at: Date;
}

function judge(given: Given, verifier: NotificationVerifier): Omit<EvidenceFinding, 'profile'> {
  const { proof, at } = given;
  const { iccid, eid, deviceKnown } = given.stated;
  const undisclosed = [
    ...(iccid === undefined ? ['iccid' as const] : []),
    ...(deviceKnown && eid === undefined ? ['eid' as const] : []),
  ];
  if (proof.notification === undefined)
    return { verdict: 'undisclosed', reason: 'notification_not_disclosed', undisclosed };
  const der = Buffer.from(proof.notification, 'base64');
  const receivedAt = new Date(proof.receivedAt);
  if (!(receivedAt.getTime() <= at.getTime() + CLOCK_TOLERANCE_MS))
    return { verdict: 'failed', reason: 'received_in_future', undisclosed };
  const verdict = verifier.verify(der, receivedAt);
  if (!verdict.ok) return { verdict: 'failed', reason: verdict.reason, undisclosed };
  const signed = signedIn(verdict, given);
  const reason = mismatch(signed, proof, iccid, deviceKnown ? eid : null);
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
