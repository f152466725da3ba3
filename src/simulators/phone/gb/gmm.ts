import { type Cell, routingAreaId } from '../cell.ts';

/** GPRS mobility management, as far as a phone needs it to attach and detach (3GPP TS 24.008 section 9.4). */
const PROTOCOL = 0x08;

export const GMM = {
  attachRequest: 0x01,
  attachAccept: 0x02,
  attachComplete: 0x03,
  attachReject: 0x04,
  detachRequest: 0x05,
  detachAccept: 0x06,
  identityRequest: 0x15,
  identityResponse: 0x16,
  status: 0x20,
  information: 0x21,
  authenticationRequest: 0x12,
} as const;

export const GMM_NAMES: Readonly<Record<number, string>> = {
  [GMM.attachRequest]: 'ATTACH REQUEST',
  [GMM.attachAccept]: 'ATTACH ACCEPT',
  [GMM.attachComplete]: 'ATTACH COMPLETE',
  [GMM.attachReject]: 'ATTACH REJECT',
  [GMM.detachRequest]: 'DETACH REQUEST',
  [GMM.detachAccept]: 'DETACH ACCEPT',
  [GMM.identityRequest]: 'IDENTITY REQUEST',
  [GMM.identityResponse]: 'IDENTITY RESPONSE',
  [GMM.status]: 'GMM STATUS',
  [GMM.information]: 'GMM INFORMATION',
  [GMM.authenticationRequest]: 'AUTHENTICATION AND CIPHERING REQUEST',
};

/** What the network means by a DETACH REQUEST (section 10.5.5.5). */
export const NETWORK_DETACH: Readonly<Record<number, string>> = {
  1: 're-attach required',
  2: 're-attach not required',
  3: 'IMSI detach',
};

const ATTACH_GPRS = 0x01;
/** Bits 5 to 7 all set: the phone has no key (section 10.5.1.2). */
const NO_KEY = 0x70;
const DETACH_GPRS = 0x01;
const POWER_OFF = 0x08;
const IE = { ptmsi: 0x18, cause: 0x25 } as const;

const lv = (value: Buffer): Buffer => Buffer.concat([Buffer.of(value.length), value]);
/** A plain phone's network capability (section 10.5.5.12) and paging cycle (section 10.5.5.6). */
const CAPABILITY = lv(Buffer.of(0xf5, 0xe0));
const PAGING_CYCLE = Buffer.of(0x08, 0x02);
/** What its radio can do (section 10.5.5.12a): the SGSN keeps it and hands it to base stations, unread. */
const RADIO_ACCESS = lv(Buffer.from('18b3432b2596620060809ac2c662006080bac8c66200608000', 'hex'));

export const message = (type: number, body: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([Buffer.of(PROTOCOL, type), body]);

/** @param identity how the phone calls itself: a mobile identity without its length */
export const attachRequest = (identity: Buffer, cell: Cell): Buffer =>
  message(
    GMM.attachRequest,
    Buffer.concat([
      CAPABILITY,
      Buffer.of(NO_KEY | ATTACH_GPRS),
      PAGING_CYCLE,
      lv(identity),
      routingAreaId(cell),
      RADIO_ACCESS,
    ]),
  );

export const detachRequest = (powerOff: boolean, identity: Buffer): Buffer =>
  message(
    GMM.detachRequest,
    Buffer.concat([Buffer.of(DETACH_GPRS | (powerOff ? POWER_OFF : 0)), Buffer.of(IE.ptmsi), lv(identity)]),
  );

export const identityResponse = (identity: Buffer): Buffer => message(GMM.identityResponse, lv(identity));

/** The allocated P-TMSI of an ATTACH ACCEPT, a mobile identity; `null` if there is none. */
export function allocatedPtmsi(accept: Buffer): Buffer | null {
  // Behind the header: result, update timer, radio priorities, routing area (6), then optional elements.
  let at = 2 + 1 + 1 + 1 + 6;
  while (at < accept.length) {
    const tag = accept[at]!;
    // P-TMSI signature (3 octets) and a second timer (1) carry no length.
    if (tag === 0x19) at += 4;
    else if (tag === 0x17) at += 2;
    else if ((tag & 0x80) !== 0) at += 1;
    else {
      const length = accept[at + 1] ?? 0;
      if (tag === IE.ptmsi) return accept.subarray(at + 2, at + 2 + length);
      at += 2 + length;
    }
  }
  return null;
}

/** The cause of a DETACH REQUEST from the network, an optional element of one octet. */
export const detachCause = (request: Buffer): number | undefined =>
  request[3] === IE.cause ? request[4] : undefined;
