/** A BER-TLV object as cards write them: ETSI TS 101 220 section 7.1.1, tags of one byte. */
export interface CardTlv {
  readonly tag: number;
  readonly value: Buffer;
}

/**
 * The objects in a row. Filler of 00 and FF between them is passed over (ISO/IEC 7816-4 section 5.2.2.1), and what is cut
 * off ends the list: a card's description of a file is read as far as it goes.
 */
export function readTlvs(bytes: Buffer): readonly CardTlv[] {
  const found: CardTlv[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at++]!;
    if (tag === 0x00 || tag === 0xff) continue;
    let length = bytes[at++];
    if (length === 0x81) length = bytes[at++];
    else if (length === 0x82) {
      length = at + 2 <= bytes.length ? bytes.readUInt16BE(at) : undefined;
      at += 2;
    } else if (length !== undefined && length > 0x82) length = undefined;
    if (length === undefined || at + length > bytes.length) break;
    found.push({ tag, value: bytes.subarray(at, at + length) });
    at += length;
  }
  return found;
}

export const valueOfTag = (tlvs: readonly CardTlv[], tag: number): Buffer | undefined =>
  tlvs.find((one) => one.tag === tag)?.value;
