import { isIPv6 } from 'node:net';
import { type Avp, allOf, avpsOf, encodeAvp, encodeMessage, FLAG, type Message } from './codec.ts';
import {
  ALL_SERVICES_BARRED,
  APPLICATION_BASE,
  APPLICATION_S6A,
  AVP,
  CLR_S6A_INDICATOR,
  COMMAND,
  DO_NOT_WANT_TO_TALK_TO_YOU,
  NO_STATE_MAINTAINED,
  SUBSCRIBER_STATUS,
  SUBSCRIPTION_WITHDRAWAL,
  VENDOR_3GPP,
} from './dictionary.ts';

/** As whom we speak: an identity of the HSS that the peer takes requests from. */
export interface Identity {
  readonly originHost: string;
  readonly originRealm: string;
}

/** The two numbers by which a message and its answer know each other. RFC 6733 section 3. */
export interface MessageIds {
  /** Known on this link only: a relay puts its own in the place of ours, and ours back into the answer. */
  readonly hopByHop: number;
  /** Known all the way. */
  readonly endToEnd: number;
}

/** Whom a request is for; a relay routes by it. */
export interface Destination {
  readonly host: string;
  readonly realm: string;
}

const PRODUCT = 'Handback';

/** We have no enterprise number of our own. RFC 6733 section 5.3.3. */
const NO_VENDOR = 0;

const originOf = ({ originHost, originRealm }: Identity): Buffer[] => [
  encodeAvp(AVP.originHost, originHost),
  encodeAvp(AVP.originRealm, originRealm),
];

const S6A = encodeAvp(AVP.vendorSpecificApplicationId, [
  encodeAvp(AVP.vendorId, VENDOR_3GPP),
  encodeAvp(AVP.authApplicationId, APPLICATION_S6A),
]);

const baseRequest = (command: number, ids: MessageIds, avps: readonly Buffer[]): Buffer =>
  encodeMessage({ flags: FLAG.request, command, application: APPLICATION_BASE, ...ids }, avps);

/** Capabilities-Exchange: who we are and what we speak, from the local address of the link. RFC 6733 section 5.3.1. */
export const capabilities = (identity: Identity, ids: MessageIds, localAddress: string): Buffer =>
  baseRequest(COMMAND.capabilitiesExchange, ids, [
    ...originOf(identity),
    encodeAvp(AVP.hostIpAddress, addressBytes(localAddress)),
    encodeAvp(AVP.vendorId, NO_VENDOR),
    encodeAvp(AVP.productName, PRODUCT),
    encodeAvp(AVP.supportedVendorId, VENDOR_3GPP),
    S6A,
  ]);

/** Device-Watchdog: a question for a sign of life. RFC 6733 section 5.5.1. */
export const watchdog = (identity: Identity, ids: MessageIds): Buffer =>
  baseRequest(COMMAND.deviceWatchdog, ids, originOf(identity));

/** Disconnect-Peer: we go, and do not want to be called. RFC 6733 section 5.4.1. */
export const farewell = (identity: Identity, ids: MessageIds): Buffer =>
  baseRequest(COMMAND.disconnectPeer, ids, [
    ...originOf(identity),
    encodeAvp(AVP.disconnectCause, DO_NOT_WANT_TO_TALK_TO_YOU),
  ]);

/**
 * Our answer to a request of the peer. Session-Id and Proxy-Info go back as they came (RFC 6733 section 6.2), and the E bit
 * says of a 3xxx code that the protocol itself stood in the way (section 7.1.3).
 */
export function answerTo(request: Message, identity: Identity, result: number): Buffer {
  const avps: readonly Avp[] = avpsOf(request);
  const isProtocolError = result >= 3_000 && result < 4_000;
  return encodeMessage(
    { ...request, flags: (request.flags & FLAG.proxiable) | (isProtocolError ? FLAG.error : 0) },
    [
      ...allOf(avps, AVP.sessionId).map(({ raw }) => raw),
      encodeAvp(AVP.resultCode, result),
      ...originOf(identity),
      ...allOf(avps, AVP.proxyInfo).map(({ raw }) => raw),
    ],
  );
}

/** What every request of S6a begins with. TS 29.272 section 7.2. */
const sessionOf = (sessionId: string, identity: Identity, to: Destination, imsi: string): Buffer[] => [
  encodeAvp(AVP.sessionId, sessionId),
  S6A,
  encodeAvp(AVP.authSessionState, NO_STATE_MAINTAINED),
  ...originOf(identity),
  encodeAvp(AVP.destinationHost, to.host),
  encodeAvp(AVP.destinationRealm, to.realm),
  encodeAvp(AVP.userName, imsi),
];

const s6aRequest = (command: number, ids: MessageIds, avps: readonly Buffer[]): Buffer =>
  encodeMessage(
    { flags: FLAG.request | FLAG.proxiable, command, application: APPLICATION_S6A, ...ids },
    avps,
  );

/** One request of S6a, before it has the numbers of its message. */
export type S6aRequest = (ids: MessageIds) => Buffer;

/**
 * Cancel-Location: the subscription is withdrawn, and the phone is not told to come back. TS 29.272 section 7.2.7; the MME
 * detaches it (TS 23.401 section 5.3.8.4).
 */
export const cancelLocation =
  (sessionId: string, identity: Identity, to: Destination, imsi: string): S6aRequest =>
  (ids) =>
    s6aRequest(COMMAND.cancelLocation, ids, [
      ...sessionOf(sessionId, identity, to, imsi),
      encodeAvp(AVP.cancellationType, SUBSCRIPTION_WITHDRAWAL),
      encodeAvp(AVP.clrFlags, CLR_S6A_INDICATOR),
    ]);

/** Insert-Subscriber-Data: the serving node shall refuse all service, or grant it again. TS 29.272 section 7.2.9. */
export const insertStatus =
  (
    sessionId: string,
    identity: Identity,
    to: Destination,
    imsi: string,
    service: 'refused' | 'granted',
  ): S6aRequest =>
  (ids) =>
    s6aRequest(COMMAND.insertSubscriberData, ids, [
      ...sessionOf(sessionId, identity, to, imsi),
      encodeAvp(
        AVP.subscriptionData,
        service === 'granted'
          ? [encodeAvp(AVP.subscriberStatus, SUBSCRIBER_STATUS.serviceGranted)]
          : [
              encodeAvp(AVP.subscriberStatus, SUBSCRIBER_STATUS.operatorDeterminedBarring),
              encodeAvp(AVP.operatorDeterminedBarring, ALL_SERVICES_BARRED),
            ],
      ),
    ]);

/** A DiameterIdentity: a domain name. RFC 6733 section 4.3.1. */
export const isDiameterIdentity = (text: string): boolean =>
  text.length <= 255 && /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/.test(text);

/** Names of domains are one whatever their letters' case. */
export const sameIdentity = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/** The type Address: 1 and an IPv4 address, or 2 and one of IPv6. RFC 6733 section 4.3.1. */
export function addressBytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from([0, 1, ...address.split('.').map(Number)]);
  const [left = '', right] = address.replace(/%.*$/, '').split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(left), groups(right ?? '')];
  const zeros = Array.from({ length: right === undefined ? 0 : 8 - before.length - after.length }, () => '0');
  const bytes = Buffer.alloc(18);
  bytes.writeUInt16BE(2, 0);
  for (const [at, group] of [...before, ...zeros, ...after].entries())
    bytes.writeUInt16BE(Number.parseInt(group, 16), 2 + 2 * at);
  return bytes;
}
