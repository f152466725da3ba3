import type { AvpType } from './codec.ts';

/** The vendor of all AVPs of S6a. */
export const VENDOR_3GPP = 10_415;

/** TS 29.272 section 7.1.8: S6a/S6d. */
export const APPLICATION_S6A = 16_777_251;
/** RFC 6733 section 2.4: the messages between neighbours, and what a relay says that it serves. */
export const APPLICATION_BASE = 0;
export const APPLICATION_RELAY = 0xff_ff_ff_ff;

/** RFC 6733 section 3.1 and TS 29.272 section 7.2.2. */
export const COMMAND = {
  capabilitiesExchange: 257,
  deviceWatchdog: 280,
  disconnectPeer: 282,
  cancelLocation: 317,
  insertSubscriberData: 319,
} as const;

const base = (code: number, mandatory = true): AvpType => ({ code, vendor: 0, mandatory });
const s6a = (code: number, mandatory = true): AvpType => ({ code, vendor: VENDOR_3GPP, mandatory });

/** RFC 6733 section 4.5 and TS 29.272 section 7.3.1. */
export const AVP = {
  userName: base(1),
  hostIpAddress: base(257),
  authApplicationId: base(258),
  vendorSpecificApplicationId: base(260),
  sessionId: base(263),
  originHost: base(264),
  supportedVendorId: base(265),
  vendorId: base(266),
  resultCode: base(268),
  productName: base(269, false),
  disconnectCause: base(273),
  authSessionState: base(277),
  destinationRealm: base(283),
  proxyInfo: base(284),
  destinationHost: base(293),
  originRealm: base(296),
  experimentalResult: base(297),
  experimentalResultCode: base(298),
  subscriptionData: s6a(1400),
  cancellationType: s6a(1420),
  subscriberStatus: s6a(1424),
  operatorDeterminedBarring: s6a(1425),
  clrFlags: s6a(1638, false),
} as const;

/** Result-Code. RFC 6733 section 7.1. */
export const RESULT = {
  success: 2001,
  commandUnsupported: 3001,
  unableToDeliver: 3002,
  realmNotServed: 3003,
  applicationUnsupported: 3007,
  unableToComply: 5012,
} as const;

/** Experimental-Result-Code of 3GPP. The same number as a Result-Code says AVP_UNSUPPORTED. TS 29.272 section 7.4.3.1. */
export const EXPERIMENTAL = { userUnknown: 5001 } as const;

/** TS 29.272 section 7.3.24. */
export const SUBSCRIPTION_WITHDRAWAL = 2;

/** CLR-Flags: bit 0 says S6a and not S6d; bit 1, Reattach-Required, would bring the phone back. TS 29.272 section 7.3.152. */
export const CLR_S6A_INDICATOR = 0x1;

/** TS 29.272 section 7.3.29. */
export const SUBSCRIBER_STATUS = { serviceGranted: 0, operatorDeterminedBarring: 1 } as const;

/** TS 29.272 section 7.3.30: bit 0 all packet-oriented services, bit 3 all outgoing calls. */
export const ALL_SERVICES_BARRED = 0x1 | 0x8;

/** RFC 6733 section 8.11: the peer keeps no session after its answer. */
export const NO_STATE_MAINTAINED = 1;

/** RFC 6733 section 5.4.3. */
export const DO_NOT_WANT_TO_TALK_TO_YOU = 2;
