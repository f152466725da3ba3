import { tlv } from '../asn1/der.ts';
import type { CardFile, Folder, RecordFile } from './files.ts';
import type { PinState } from './pin.ts';

const twoBytes = (n: number): Buffer => Buffer.of(n >> 8, n & 0xff);

const LIFE_CYCLE_ACTIVATED = tlv(0x8a, Buffer.of(0x05));
const DATA_CODING = 0x21;

/** What SELECT answers on a UICC (ETSI TS 102 221 section 11.1.1.3). */
export function fileControlParameters(file: CardFile, pin: PinState): Buffer {
  const id = tlv(0x83, Buffer.from(file.id, 'hex'));
  switch (file.kind) {
    case 'folder':
      return tlv(
        0x62,
        tlv(0x82, Buffer.of(0x78, DATA_CODING)),
        id,
        ...(file.aid === undefined ? [] : [tlv(0x84, file.aid)]),
        LIFE_CYCLE_ACTIVATED,
        // PIN status template: PIN1 by its bit, and PIN2, which is not enabled.
        tlv(
          0xc6,
          tlv(0x90, Buffer.of(pin.enabled ? 0x80 : 0x00)),
          tlv(0x83, Buffer.of(0x01)),
          tlv(0x83, Buffer.of(0x81)),
        ),
      );
    case 'transparent':
      return tlv(
        0x62,
        tlv(0x82, Buffer.of(0x41, DATA_CODING)),
        id,
        LIFE_CYCLE_ACTIVATED,
        tlv(0x80, twoBytes(file.bytes.length)),
      );
    case 'records':
      return tlv(
        0x62,
        tlv(
          0x82,
          Buffer.concat([
            Buffer.of(0x42, DATA_CODING),
            twoBytes(file.recordLength),
            Buffer.of(file.records.length),
          ]),
        ),
        id,
        LIFE_CYCLE_ACTIVATED,
        tlv(0x80, twoBytes(sizeOf(file))),
      );
  }
}

const sizeOf = ({ recordLength, records }: RecordFile): number => recordLength * records.length;

/** What GET RESPONSE answers after SELECT on a 2G card (3GPP TS 51.011 section 9.2.1). */
export function response2g(file: CardFile, pin: PinState): Buffer {
  const id = Buffer.from(file.id, 'hex');
  if (file.kind === 'folder') return folder2g(file, id, pin);
  const size = file.kind === 'records' ? sizeOf(file) : file.bytes.length;
  const structure = file.kind === 'records' ? [0x02, 0x01, file.recordLength] : [0x01, 0x00];
  return Buffer.concat([
    Buffer.of(0, 0),
    twoBytes(size),
    id,
    // Type EF; read with CHV1; not invalidated.
    Buffer.of(0x04, 0x00, 0x11, 0xff, 0xff, 0x01, ...structure),
  ]);
}

function folder2g({ id: name, children }: Folder, id: Buffer, pin: PinState): Buffer {
  const folders = children.filter(({ kind }) => kind === 'folder').length;
  const INITIALISED = 0x80;
  return Buffer.concat([
    Buffer.of(0, 0, 0, 0),
    id,
    Buffer.of(
      name === '3F00' ? 0x01 : 0x02,
      ...[0, 0, 0, 0, 0, 0x0a],
      pin.enabled ? 0x13 : 0x93,
      folders,
      children.length - folders,
      0x04,
      0x00,
      INITIALISED | pin.triesLeft,
      INITIALISED | pin.pukTriesLeft,
      ...[0, 0, 0],
    ),
  ]);
}
