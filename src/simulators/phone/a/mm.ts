import { type Cell, noLocationArea } from '../cell.ts';

/** Mobility management on circuit-switched networks, and what belongs to it (3GPP TS 24.008 sections 9.1 and 9.2). */
export const PROTOCOL = { callControl: 0x03, mm: 0x05, radio: 0x06, sms: 0x09 } as const;

export const MM = {
  imsiDetach: 0x01,
  locationAccept: 0x02,
  locationReject: 0x04,
  locationRequest: 0x08,
  authenticationRequest: 0x12,
  identityRequest: 0x18,
  identityResponse: 0x19,
  tmsiComplete: 0x1b,
  serviceAccept: 0x21,
  serviceReject: 0x22,
  serviceAbort: 0x23,
  serviceRequest: 0x24,
  abort: 0x29,
  status: 0x31,
  information: 0x32,
} as const;

export const MM_NAMES: Readonly<Record<number, string>> = {
  [MM.imsiDetach]: 'IMSI DETACH INDICATION',
  [MM.locationAccept]: 'LOCATION UPDATING ACCEPT',
  [MM.locationReject]: 'LOCATION UPDATING REJECT',
  [MM.locationRequest]: 'LOCATION UPDATING REQUEST',
  [MM.authenticationRequest]: 'AUTHENTICATION REQUEST',
  [MM.identityRequest]: 'IDENTITY REQUEST',
  [MM.identityResponse]: 'IDENTITY RESPONSE',
  [MM.tmsiComplete]: 'TMSI REALLOCATION COMPLETE',
  [MM.serviceAccept]: 'CM SERVICE ACCEPT',
  [MM.serviceReject]: 'CM SERVICE REJECT',
  [MM.serviceAbort]: 'CM SERVICE ABORT',
  [MM.serviceRequest]: 'CM SERVICE REQUEST',
  [MM.abort]: 'ABORT',
  [MM.status]: 'MM STATUS',
  [MM.information]: 'MM INFORMATION',
};

/** Messages whose third octet is a cause. */
export const WITH_CAUSE: ReadonlySet<number> = new Set([
  MM.locationReject,
  MM.serviceReject,
  MM.abort,
  MM.status,
]);

/** What a phone asks the network for (section 10.5.3.3). */
export const SERVICE = { call: 1, text: 4 } as const;

const PAGING_RESPONSE = 0x27;
/** Bits 5 to 7 all set: the phone has no key (section 10.5.1.2). */
const NO_KEY = 7;
/** Section 10.5.3.5: the phone was switched on. */
const IMSI_ATTACH = 2;
const IE = { mobileIdentity: 0x17 } as const;

/** Release 99 or later, A5/1, class of a handheld (sections 10.5.1.5 and 10.5.1.6). */
const CLASSMARK_1 = Buffer.of(0x53);
const CLASSMARK_2 = Buffer.of(3, 0x53, 0x19, 0xa2);

const lv = (value: Buffer): Buffer => Buffer.concat([Buffer.of(value.length), value]);

export const mm = (type: number, body: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([Buffer.of(PROTOCOL.mm, type), body]);

export const locationRequest = (identity: Buffer, cell: Cell): Buffer =>
  mm(
    MM.locationRequest,
    Buffer.concat([Buffer.of((NO_KEY << 4) | IMSI_ATTACH), noLocationArea(cell), CLASSMARK_1, lv(identity)]),
  );

export const imsiDetach = (identity: Buffer): Buffer =>
  mm(MM.imsiDetach, Buffer.concat([CLASSMARK_1, lv(identity)]));

export const serviceRequest = (service: number, identity: Buffer): Buffer =>
  mm(MM.serviceRequest, Buffer.concat([Buffer.of((NO_KEY << 4) | service), CLASSMARK_2, lv(identity)]));

export const identityResponse = (identity: Buffer): Buffer => mm(MM.identityResponse, lv(identity));

/** A message of the radio resource layer, but the MSC reads it (section 9.1.25 of TS 44.018). */
export const pagingResponse = (identity: Buffer): Buffer =>
  Buffer.concat([Buffer.of(PROTOCOL.radio, PAGING_RESPONSE, NO_KEY), CLASSMARK_2, lv(identity)]);

/** The identity that a LOCATION UPDATING ACCEPT allocates, behind the location area; `null` if it has none. */
export function allocatedIdentity(accept: Buffer): Buffer | null {
  const at = 2 + 5;
  return accept[at] === IE.mobileIdentity ? accept.subarray(at + 2, at + 2 + accept[at + 1]!) : null;
}
