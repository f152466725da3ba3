/**
 * The few DER forms (X.690) that X.509 certificates, CMS signatures and remote SIM provisioning need, written and read.
 * Writing yields the one DER encoding; reading refuses anything that is not DER, in bounded time.
 * A tag is the number that its bytes make: 0x30, 0xbf2f, 0x5f37.
 */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One tag, length and value. `content` may be several parts. */
export function tlv(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = content.length === 1 ? content[0]! : Buffer.concat(content);
  return Buffer.concat([header(tag, body.length), body]);
}

function header(tag: number, length: number): Buffer {
  const tagBytes = tag > 0xff ? [tag >> 8, tag & 0xff] : [tag];
  if (length < 0x80) return Buffer.of(...tagBytes, length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.of(...tagBytes, 0x80 | bytes.length, ...bytes);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(TAG.sequence, ...parts);

/** SET OF: DER sorts the encodings (X.690 section 11.6). */
export const setOf = (...parts: readonly Uint8Array[]): Buffer =>
  tlv(TAG.set, ...[...parts].sort(Buffer.compare));

/** EXPLICIT or constructed IMPLICIT context tag [n]. */
export const context = (n: number, ...parts: readonly Uint8Array[]): Buffer => tlv(0xa0 | n, ...parts);

/** IMPLICIT context tag [n] over a primitive. */
export const contextPrimitive = (n: number, content: Uint8Array): Buffer => tlv(0x80 | n, content);

export const octetString = (bytes: Uint8Array): Buffer => tlv(TAG.octetString, bytes);
export const utf8String = (text: string): Buffer => tlv(TAG.utf8String, Buffer.from(text, 'utf8'));
export const trueValue = (): Buffer => tlv(TAG.boolean, Uint8Array.of(0xff));

/** A BIT STRING whose last octet leaves `unused` bits free. */
export const bitString = (bytes: Uint8Array, unused = 0): Buffer =>
  tlv(TAG.bitString, Uint8Array.of(unused), bytes);

/** A non-negative INTEGER from big-endian bytes, in the shortest form. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const shortest = bytes.subarray(start);
  return (shortest[0] ?? 0) >= 0x80
    ? tlv(TAG.integer, Uint8Array.of(0), shortest)
    : tlv(TAG.integer, shortest);
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const group = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      group.unshift(0x80 | (left % 128));
    bytes.push(...group);
  }
  return tlv(TAG.oid, Uint8Array.from(bytes));
}

/** Time as RFC 5280 section 4.1.2.5 wants it: UTCTime through 2049, GeneralizedTime from 2050; whole seconds. */
export function time(instant: Date): Buffer {
  const digits = instant.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return instant.getUTCFullYear() < 2050
    ? tlv(TAG.utcTime, Buffer.from(`${digits.slice(2)}Z`))
    : tlv(TAG.generalizedTime, Buffer.from(`${digits}Z`));
}

export interface Tlv {
  readonly tag: number;
  readonly content: Buffer;
  /** The whole encoding, header included. */
  readonly raw: Buffer;
}

/** @throws RangeError where the bytes are not DER. */
export function readTlv(from: Uint8Array, offset = 0): Tlv {
  const bytes = Buffer.isBuffer(from) ? from : Buffer.from(from.buffer, from.byteOffset, from.byteLength);
  let tag = bytes[offset] ?? 0;
  let start = offset + 1;
  if ((tag & 0x1f) === 0x1f) {
    // Tag numbers 31 to 127 take one more byte (X.690 section 8.1.2.4); nothing that is read here has higher ones.
    const number = bytes[start++] ?? 0;
    if (number < 0x1f || number > 0x7f) throw new RangeError('not DER: tag');
    tag = (tag << 8) | number;
  }
  const first = bytes[start++];
  if (first === undefined) throw new RangeError('not DER: no tag');
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4 || start + count > bytes.length) throw new RangeError('not DER: length');
    length = bytes.readUIntBE(start, count);
    start += count;
    if (length < 0x80 || length < 256 ** (count - 1)) throw new RangeError('not DER: length not shortest');
  }
  const end = start + length;
  if (end > bytes.length) throw new RangeError('not DER: cut off');
  return { tag, content: bytes.subarray(start, end), raw: bytes.subarray(offset, end) };
}

/** The members of a constructed value, in order; `tag` is what the caller expects. @throws RangeError */
export function readMembers(value: Tlv, tag: number): Tlv[] {
  if (value.tag !== tag) throw new RangeError(`not DER: tag ${value.tag.toString(16)}`);
  const members: Tlv[] = [];
  for (let at = 0; at < value.content.length; ) {
    const member = readTlv(value.content, at);
    members.push(member);
    at += member.raw.length;
  }
  return members;
}

/** The only DER value in the bytes. @throws RangeError if anything follows it. */
export function readOnly(bytes: Uint8Array): Tlv {
  const value = readTlv(bytes);
  if (value.raw.length !== bytes.length) throw new RangeError('not DER: bytes after the value');
  return value;
}

/** An ECDSA signature value r || s (IEEE P1363) as the SEQUENCE that X.509 and CMS use. */
export function ecdsaToDer(signature: Uint8Array): Buffer {
  const half = signature.length / 2;
  return sequence(integer(signature.subarray(0, half)), integer(signature.subarray(half)));
}

/** The reverse, for P-256: 64 bytes. @throws RangeError */
export function ecdsaFromDer(der: Buffer): Buffer {
  const parts = readMembers(readOnly(der), TAG.sequence);
  if (parts.length !== 2) throw new RangeError('not an ECDSA signature');
  const out = Buffer.alloc(64);
  parts.forEach((part, i) => {
    const digits = part.content[0] === 0 ? part.content.subarray(1) : part.content;
    if (part.tag !== TAG.integer || digits.length === 0 || digits.length > 32)
      throw new RangeError('not an ECDSA signature');
    digits.copy(out, 32 * (i + 1) - digits.length);
  });
  return out;
}
