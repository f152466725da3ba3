import { type KeyObject, sign } from 'node:crypto';
import { context, contextPrimitive, integer, sequence, tlv, utf8String } from '../asn1/der.ts';
import type { Iccid } from '../domain/values/iccid.ts';
import { iccidToBytes } from './iccid-bytes.ts';
import {
  EVENT_BITS,
  type EventOrigin,
  NOTIFICATION_TAG,
  type NotificationEvent,
} from './notification-tags.ts';

/** What an eUICC writes: the notifications of SGP.22 section 2.6 and annex H, for virtual eUICCs and tests. */

export interface NotificationMetadata {
  /** Whole and from 0; grows with each notification of an eUICC. */
  readonly seqNumber: number;
  readonly event: NotificationEvent;
  /** `local` where it is left out; nothing is installed remotely. */
  readonly origin?: EventOrigin;
  /** The host name that the notification is for. */
  readonly address: string;
  readonly iccid: Iccid | null;
}

/** NotificationMetadata, the bytes that are signed: `BF2F { 80 seqNumber, 81 event bits, 0C address, 5A ICCID }`. @throws RangeError */
export function encodeNotificationMetadata(metadata: NotificationMetadata): Buffer {
  const { event, origin = 'local' } = metadata;
  const known = EVENT_BITS.find((one) => one.event === event && one.origin === origin);
  if (!known) throw new RangeError(`no ${origin} ${event}`);
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(metadata.seqNumber));
  const shortest = integer(number).subarray(2); // without the universal tag and its one length byte
  return tlv(
    NOTIFICATION_TAG.metadata,
    contextPrimitive(0, shortest),
    contextPrimitive(1, Buffer.from(known.bits, 'hex')),
    utf8String(metadata.address),
    ...(metadata.iccid === null ? [] : [tlv(NOTIFICATION_TAG.iccid, iccidToBytes(metadata.iccid))]),
  );
}

/** ECDSA with SHA-256 over the whole metadata TLV: r || s, 64 bytes (BSI TR-03111 section 5.2.1). */
export function signNotification(tbs: Uint8Array, privateKey: KeyObject): Buffer {
  return sign('sha256', tbs, { key: privateKey, dsaEncoding: 'ieee-p1363' });
}

export interface OtherSignedNotificationParts {
  /** The metadata TLV as signed. */
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
  readonly euiccCertificate: Uint8Array;
  /** The certificate that certifies the eUICC's; `nextCertInChain` in v3. */
  readonly eumCertificate: Uint8Array;
  /** v3: what else is between the eUICC and the CI (`otherCertsInChain`); none gives the shape of v2. */
  readonly otherCertificates?: readonly Uint8Array[];
}

/** OtherSignedNotification, which is also a PendingNotification: what an LPA sends. */
export function encodeOtherSignedNotification(parts: OtherSignedNotificationParts): Buffer {
  const others = parts.otherCertificates ?? [];
  return sequence(
    parts.tbs,
    tlv(NOTIFICATION_TAG.signature, parts.signature),
    parts.euiccCertificate,
    parts.eumCertificate,
    ...(others.length === 0 ? [] : [context(1, ...others)]),
  );
}
