import type { NetworkAnswer } from '../ports/hlr.ts';

const LENGTH_BYTES = 4;

/** One exchange with a network element as it is kept: length of the request (4 bytes, big-endian), request, answer as received. */
export function packExchange(exchange: Pick<NetworkAnswer, 'request' | 'answer'>): Buffer {
  const request = Buffer.from(exchange.request, 'utf8');
  const packed = Buffer.allocUnsafe(LENGTH_BYTES + request.length + exchange.answer.length);
  packed.writeUInt32BE(request.length, 0);
  request.copy(packed, LENGTH_BYTES);
  packed.set(exchange.answer, LENGTH_BYTES + request.length);
  return packed;
}

/** @returns the request's text and the answer's bytes */
export function unpackExchange(packed: Buffer): { readonly request: string; readonly answer: Buffer } {
  const split = LENGTH_BYTES + packed.readUInt32BE(0);
  return { request: packed.toString('utf8', LENGTH_BYTES, split), answer: packed.subarray(split) };
}
