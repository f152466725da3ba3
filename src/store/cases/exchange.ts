import type { NetworkAnswer } from '../../ports/hlr.ts';

const LENGTH_BYTES = 4;

/** One exchange with a network element: what was asked, and the answer as received. */
export type Exchange = Pick<NetworkAnswer, 'request' | 'answer'>;

/**
 * The exchanges of one stage of a case, as they are encrypted together: of each the length of its request (4 bytes,
 * big-endian), the request (UTF-8), the length of its answer, the answer.
 */
export function packExchanges(exchanges: readonly Exchange[]): Buffer {
  const parts = exchanges.flatMap(({ request, answer }) => [Buffer.from(request, 'utf8'), answer]);
  const packed = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + LENGTH_BYTES + part.length, 0));
  let at = 0;
  for (const part of parts) {
    at = packed.writeUInt32BE(part.length, at);
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

/** @throws RangeError for what `packExchanges` did not make. */
export function unpackExchanges(packed: Buffer): Exchange[] {
  const exchanges: Exchange[] = [];
  let at = 0;
  const take = (): Buffer => {
    const length = packed.readUInt32BE(at);
    at += LENGTH_BYTES + length;
    if (at > packed.length) throw new RangeError('the exchange is cut off');
    return packed.subarray(at - length, at);
  };
  while (at < packed.length) exchanges.push({ request: take().toString('utf8'), answer: take() });
  return exchanges;
}
