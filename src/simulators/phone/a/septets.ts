/** Seven bits a character in octets of eight, the first character in the lowest bits (3GPP TS 23.038 section 6.1.2.1). */
export function packSeptets(septets: Iterable<number>): Buffer {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const septet of septets) {
    held |= septet << bits;
    bits += 7;
    while (bits >= 8) {
      bytes.push(held & 0xff);
      held >>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) bytes.push(held & 0xff);
  return Buffer.from(bytes);
}

/** @param skip bits at the beginning that only fill up a header to a whole septet */
export function unpackSeptets(bytes: Buffer, count: number, skip = 0): number[] {
  return Array.from({ length: count }, (_, i) => {
    const bit = skip + 7 * i;
    const at = bit >> 3;
    return (((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) >> (bit & 7)) & 0x7f;
  });
}
