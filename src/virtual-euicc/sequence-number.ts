import { integer } from '../asn1/der.ts';

/** The content of an INTEGER of a sequence number. @throws RangeError where it is negative or no whole number. */
export function writeSequenceNumber(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  // Without the universal tag and its one length byte: it is always tagged anew.
  return integer(bytes).subarray(2);
}

/** @throws RangeError where the content is empty, or longer than a number holds exactly. */
export function readSequenceNumber(content: Buffer): number {
  if (content.length === 0 || content.length > 6)
    throw new RangeError(`not a sequence number: ${content.toString('hex')}`);
  // Without a sign: lpac asks for notification 128 as `80`, which DER would have as `0080`.
  return content.readUIntBE(0, content.length);
}
