import { context, contextPrimitive, octetString, tlv } from '../../src/asn1/der.ts';
import { parseIccid } from '../../src/domain/values/iccid.ts';
import {
  encodeNotificationMetadata,
  encodeOtherSignedNotification,
  type NotificationMetadata,
  signNotification,
} from '../../src/rsp/notification-writer.ts';
import { readTrustAnchors } from '../../src/rsp/trust-anchors.ts';
import { NotificationVerifier, type Refusal, type Verdict } from '../../src/rsp/verify-notification.ts';
import type { TestCertificate } from '../../src/simulators/pki/rsp-chain.ts';

export const AT = new Date('2026-11-01T12:00:00Z');
export const EID = '89049032123451234512345678901235';
export const ICCID = parseIccid('8949449999999990023');

/** An EID with its check digits (SGP.02 section 2.2.2). */
export function eidFrom(prefix: string, number: number): string {
  const digits = prefix + String(number).padStart(30 - prefix.length, '0');
  return digits + String(98n - ((BigInt(digits) * 100n) % 97n)).padStart(2, '0');
}

export function metadata(changes: Partial<NotificationMetadata> = {}): Buffer {
  return encodeNotificationMetadata({
    seqNumber: 7,
    event: 'delete',
    address: 'rsp.operator.example',
    iccid: ICCID,
    ...changes,
  });
}

/** What the eUICC sends: `issuers` are the certificates between it and the CI, from below. */
export function notificationOf(
  euicc: TestCertificate,
  issuers: readonly TestCertificate[],
  tbs: Buffer = metadata(),
): Buffer {
  const [issuer, ...others] = issuers.map((one) => one.der);
  return encodeOtherSignedNotification({
    tbs,
    signature: signNotification(tbs, euicc.key),
    euiccCertificate: euicc.der,
    eumCertificate: issuer!,
    otherCertificates: others,
  });
}

/** Trusts this CI, and others if given. */
export const verifierOf = (
  ci: TestCertificate,
  crls: readonly Buffer[] = [],
  others: readonly TestCertificate[] = [],
): NotificationVerifier =>
  new NotificationVerifier({ anchors: readTrustAnchors([ci, ...others].map((one) => one.der)), crls });

export const reasonOf = (verdict: Verdict): Refusal | 'ok' => (verdict.ok ? 'ok' : verdict.reason);

/** A ProfileInstallationResult of a success. */
export function installationResult(): Buffer {
  const outcome = context(
    2,
    context(0, tlv(0x4f, Buffer.from('a000000559', 'hex')), octetString(Buffer.alloc(2))),
  );
  const data = tlv(0xbf27, contextPrimitive(0, Buffer.of(1)), metadata({ event: 'install' }), outcome);
  return tlv(0xbf37, data, tlv(0x5f37, Buffer.alloc(64, 1)));
}
