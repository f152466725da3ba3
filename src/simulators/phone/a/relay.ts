import { PROTOCOL } from './mm.ts';

/** How short messages travel between phone and MSC (3GPP TS 24.011): the control layer CP, and in it the relay layer RP. */
export const CP = { data: 0x01, ack: 0x04, error: 0x10 } as const;

/** Message types of RP; odd ones are the network's (section 8.2.2). */
const RP = { dataUp: 0, dataDown: 1, ackUp: 2, ackDown: 3, errorUp: 4, errorDown: 5 } as const;

/** The bit of the transaction identifier that says: yours, not mine (TS 24.007 section 11.2.3.1.3). */
const OTHER_SIDE = 0x80;

export type FromNetwork =
  | { readonly kind: 'message'; readonly reference: number; readonly tpdu: Buffer }
  | { readonly kind: 'ack' }
  | { readonly kind: 'error'; readonly cause: number };

const lv = (value: Buffer): Buffer => Buffer.concat([Buffer.of(value.length), value]);

/** @param transaction first octet of the message: protocol and transaction */
export const cpData = (transaction: number, rp: Buffer): Buffer =>
  Buffer.concat([Buffer.of(transaction, CP.data), lv(rp)]);
export const cpAck = (transaction: number): Buffer => Buffer.of(transaction, CP.ack);

/** The phone's own transaction, and the same seen from the other side. */
export const OWN_TRANSACTION = PROTOCOL.sms;
export const answering = (transaction: number): number => transaction ^ OTHER_SIDE;

/** RP-DATA from the phone: no originator, the message centre's address, the message (section 7.3.1.2). */
export const rpData = (reference: number, centre: Buffer, tpdu: Buffer): Buffer =>
  Buffer.concat([Buffer.of(RP.dataUp, reference, 0), centre, lv(tpdu)]);
export const rpAck = (reference: number): Buffer => Buffer.of(RP.ackUp, reference);

export function readRp(rp: Buffer): FromNetwork | null {
  if (rp[0] === RP.ackDown) return { kind: 'ack' };
  if (rp[0] === RP.errorDown) return { kind: 'error', cause: rp[3]! & 0x7f };
  if (rp[0] !== RP.dataDown) return null;
  const destination = 3 + rp[2]!;
  const user = destination + 1 + rp[destination]!;
  return { kind: 'message', reference: rp[1]!, tpdu: rp.subarray(user + 1, user + 1 + rp[user]!) };
}
