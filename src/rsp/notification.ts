import { readMembers, readTlv, TAG, type Tlv } from '../asn1/der.ts';
import { HandbackError } from '../domain/errors.ts';
import type { Iccid } from '../domain/values/iccid.ts';
import { NotificationFault, type NotificationFaultCode } from './faults.ts';
import { iccidFromBytes } from './iccid-bytes.ts';
import {
  EVENT_BITS,
  type EventOrigin,
  NOTIFICATION_TAG,
  type NotificationEvent,
} from './notification-tags.ts';

/** PendingNotification, what a device sends by ES9+ handleNotification: SGP.22 sections 5.6.4 and 6.5.2.9, annex H. */

/** A notification with its certificates takes 1 to 3 kB; an installation result may carry a long report of the card. */
export const MAX_NOTIFICATION_BYTES = 32_768;
/** Above an eUICC stand at most a sub EUM, an EUM and a sub CI; the CI itself is not sent. */
const MAX_ISSUERS = 3;

export interface Metadata {
  readonly seqNumber: number;
  readonly event: NotificationEvent;
  readonly origin: EventOrigin;
  /** The host name that the notification is for, as signed. */
  readonly address: string;
  readonly iccid: Iccid | null;
}

/** An eUICC has enabled, disabled or deleted a profile, or installed one, and has signed that. */
export interface OtherSignedNotification extends Metadata {
  readonly kind: 'other';
  /** The whole metadata TLV as received: what is signed. */
  readonly tbs: Buffer;
  /** r || s, 64 bytes. */
  readonly signature: Buffer;
  readonly euiccCertificate: Buffer;
  /** First the issuer of the eUICC (v2 eumCertificate, v3 nextCertInChain), then v3 otherCertsInChain as sent. */
  readonly issuerCertificates: readonly Buffer[];
}

/** What an installation came to; it carries no certificates, so that it cannot be verified by itself. */
export interface InstallationResult extends Metadata {
  readonly kind: 'installation';
  readonly succeeded: boolean;
  /** The whole ProfileInstallationResultData TLV as received: what is signed. */
  readonly tbs: Buffer;
  readonly signature: Buffer;
}

export type PendingNotification = OtherSignedNotification | InstallationResult;

/**
 * Reads a notification. The parts are views of the given bytes, which must not change afterwards.
 *
 * @throws NotificationFault
 */
export function parsePendingNotification(der: Buffer): PendingNotification {
  if (der.length > MAX_NOTIFICATION_BYTES) throw new NotificationFault('too_large');
  const outer = orFault('not_der', () => readTlv(der));
  if (outer.raw.length !== der.length) throw new NotificationFault('bytes_after');
  const parts = orFault('not_der', () => readMembers(outer, outer.tag));
  if (outer.tag === TAG.sequence) return readOther(parts);
  if (outer.tag === NOTIFICATION_TAG.installationResult) return readInstallation(parts);
  throw new NotificationFault('unknown_shape');
}

function readOther(parts: readonly Tlv[]): OtherSignedNotification {
  const [tbs, signature, euicc, issuer, others, ...more] = parts;
  if (tbs?.tag !== NOTIFICATION_TAG.metadata || more.length > 0) throw new NotificationFault('unknown_shape');
  const metadata = readMetadata(tbs);
  const signed = readSignature(signature);
  if (euicc?.tag !== TAG.sequence || issuer?.tag !== TAG.sequence)
    throw new NotificationFault('certificate_missing');
  const issuerCertificates = [issuer, ...readOtherCertificates(others)].map((one) => one.raw);
  if (issuerCertificates.length > MAX_ISSUERS) throw new NotificationFault('certificates_too_many');
  return {
    kind: 'other',
    ...metadata,
    tbs: tbs.raw,
    signature: signed,
    euiccCertificate: euicc.raw,
    issuerCertificates,
  };
}

function readOtherCertificates(others: Tlv | undefined): Tlv[] {
  if (others === undefined) return [];
  if (others.tag !== NOTIFICATION_TAG.otherCertificates) throw new NotificationFault('unknown_shape');
  const certificates = orFault('not_der', () => readMembers(others, others.tag));
  if (certificates.length === 0 || certificates.some((one) => one.tag !== TAG.sequence))
    throw new NotificationFault('certificate_missing');
  return certificates;
}

function readInstallation(parts: readonly Tlv[]): InstallationResult {
  const [tbs, signature, ...more] = parts;
  if (tbs?.tag !== NOTIFICATION_TAG.installationData || more.length > 0)
    throw new NotificationFault('unknown_shape');
  const data = orFault('not_der', () => readMembers(tbs, tbs.tag));
  const metadata = data.find((one) => one.tag === NOTIFICATION_TAG.metadata);
  const result = data.find((one) => one.tag === NOTIFICATION_TAG.finalResult);
  if (!metadata || !result) throw new NotificationFault('unknown_shape');
  const outcome = orFault('not_der', () => readTlv(result.content)).tag;
  if (outcome !== NOTIFICATION_TAG.successResult && outcome !== NOTIFICATION_TAG.errorResult)
    throw new NotificationFault('unknown_shape');
  return {
    kind: 'installation',
    succeeded: outcome === NOTIFICATION_TAG.successResult,
    ...readMetadata(metadata),
    tbs: tbs.raw,
    signature: readSignature(signature),
  };
}

function readSignature(signature: Tlv | undefined): Buffer {
  if (signature?.tag !== NOTIFICATION_TAG.signature || signature.content.length !== 64)
    throw new NotificationFault('signature_form');
  return signature.content;
}

function readMetadata(metadata: Tlv): Metadata {
  const members = orFault('metadata_malformed', () => readMembers(metadata, NOTIFICATION_TAG.metadata));
  const [number, bits, address, iccid, ...more] = members;
  if (number?.tag !== NOTIFICATION_TAG.seqNumber || bits?.tag !== NOTIFICATION_TAG.event || more.length > 0)
    throw new NotificationFault('metadata_malformed');
  return {
    seqNumber: readSeqNumber(number.content),
    ...readEvent(bits.content),
    address: readAddress(address),
    iccid: readIccid(iccid),
  };
}

/** A non-negative INTEGER in its shortest form (X.690 section 8.3.2) that a number holds exactly. */
function readSeqNumber(content: Buffer): number {
  const [first, second = 0] = content;
  const longer = first === 0 && content.length > 1 && second < 0x80;
  // Seven bytes hold all numbers to 2^53.
  if (first === undefined || first >= 0x80 || longer || content.length > 7)
    throw new NotificationFault('sequence_number');
  const value = content.reduce((sum, byte) => sum * 256 + byte, 0);
  if (!Number.isSafeInteger(value)) throw new NotificationFault('sequence_number');
  return value;
}

function readEvent(content: Buffer): { event: NotificationEvent; origin: EventOrigin } {
  const known = EVENT_BITS.find((one) => one.bits === content.toString('hex'));
  if (!known) throw new NotificationFault('event_not_exactly_one');
  return { event: known.event, origin: known.origin };
}

/** A host name as far as one can be told by its characters: printable ASCII, at most 255 (RFC 1035 section 2.3.4). */
function readAddress(address: Tlv | undefined): string {
  if (address?.tag !== TAG.utf8String || address.content.length === 0)
    throw new NotificationFault('address_missing');
  const text = address.content.toString('latin1');
  if (!/^[\x21-\x7e]{1,255}$/.test(text)) throw new NotificationFault('metadata_malformed');
  return text;
}

function readIccid(iccid: Tlv | undefined): Iccid | null {
  if (iccid === undefined) return null;
  if (iccid.tag !== NOTIFICATION_TAG.iccid) throw new NotificationFault('metadata_malformed');
  if (iccid.content.length !== 10) throw new NotificationFault('iccid_malformed');
  try {
    return iccidFromBytes(iccid.content);
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    throw new NotificationFault('iccid_malformed', { cause: error });
  }
}

/** Runs a reader of DER; what it cannot read is this fault. */
function orFault<T>(code: NotificationFaultCode, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new NotificationFault(code, { cause: error });
  }
}
