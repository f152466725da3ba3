import { tlv } from '../asn1/der.ts';
import { type CardKind, VirtualUicc } from './card.ts';
import { type CardMessage, messageRecords } from './encode-messages.ts';
import { type AlphaCoding, alphaField } from './encode-names.ts';
import { encodeNumber, packedDigits } from './encode-numbers.ts';
import { type CardFile, type Folder, folder, recordFile } from './files.ts';
import { type PinState, TRIES } from './pin.ts';

export interface CardContact {
  readonly name: string;
  readonly number?: string;
  /** How the name is coded; where it is not said, the first coding that can express it. */
  readonly coding?: AlphaCoding;
  /** Of a USIM only: a 2G card has no place for these. */
  readonly secondName?: string;
  readonly furtherNumber?: string;
  readonly email?: string;
}

/** What a virtual card holds, as it is written in a file. */
export interface CardContents {
  readonly kind: CardKind;
  readonly iccid: string;
  readonly imsi: string;
  /** Asked for where it is given. */
  readonly pin?: string;
  readonly puk?: string;
  readonly triesLeft?: number;
  readonly ownNumbers?: readonly CardContact[];
  readonly contacts?: readonly CardContact[];
  readonly messages?: readonly CardMessage[];
}

/** A USIM application of a fictional issuer: the prefix of ETSI TS 101 220 annex E, and digits of its own. */
const USIM_AID = Buffer.from('A0000000871002FF86FFFF89FFFFFFFF', 'hex');
const NAME_LENGTH = 22;
const EMAIL_LENGTH = 40;
const SPARE_RECORDS = 5;
const NONE = 0xff;

/** The card with these contents. @throws RangeError where they do not fit */
export function virtualUicc(contents: CardContents): VirtualUicc {
  return new VirtualUicc(contents.kind, masterOf(contents), pinOf(contents));
}

export function pinOf({ pin, puk = '12345678', triesLeft = TRIES.pin }: CardContents): PinState {
  return { pin: pin ?? '0000', puk, enabled: pin !== undefined, triesLeft, pukTriesLeft: TRIES.puk };
}

/** The files of the card, to be changed before it is made. */
export function masterOf(contents: CardContents): Folder {
  const iccid: CardFile = {
    kind: 'transparent',
    id: '2FE2',
    bytes: Buffer.concat([packedDigits(contents.iccid), Buffer.alloc(10, NONE)]).subarray(0, 10),
    open: true,
  };
  const imsi: CardFile = { kind: 'transparent', id: '6F07', bytes: imsiBytes(contents.imsi) };
  const records = (contents.messages ?? []).flatMap(messageRecords);
  const messages = recordFile('6F3C', 176, [...records, Buffer.alloc(176)]);
  const own = numbersAndExtensions(contents.ownNumbers ?? []);
  const ownNumbers = recordFile('6F40', NAME_LENGTH + 14, own.numbers);
  if (contents.kind === '2g') {
    const { numbers, extensions } = numbersAndExtensions(contents.contacts ?? []);
    return folder(
      '3F00',
      iccid,
      folder('7F20', imsi),
      folder(
        '7F10',
        recordFile('6F3A', NAME_LENGTH + 14, numbers),
        // Own numbers of 2G share the extensions; those here are short.
        recordFile('6F4A', 13, extensions),
        ownNumbers,
        messages,
      ),
    );
  }
  const usim = folder('7FFF', imsi, ownNumbers, recordFile('6F4E', 13, own.extensions), messages);
  return folder(
    '3F00',
    iccid,
    { ...usim, aid: USIM_AID },
    folder('7F10', phoneBook(contents.contacts ?? [])),
  );
}

/** EF_IMSI (3GPP TS 31.102 section 4.2.2): the first half byte says whether the number of digits is odd. */
function imsiBytes(imsi: string): Buffer {
  const parity = imsi.length % 2 === 1 ? '9' : '1';
  const packed = packedDigits(`${parity}${imsi}`);
  return Buffer.concat([Buffer.of(packed.length), packed, Buffer.alloc(8 - packed.length, NONE)]);
}

function numbersAndExtensions(contacts: readonly CardContact[]): {
  numbers: Buffer[];
  extensions: Buffer[];
} {
  const extensions: Buffer[] = [];
  const numbers = contacts.map(({ name, number = '', coding }) => {
    const encoded = encodeNumber(number, extensions.length + 1);
    extensions.push(...encoded.extensions);
    return Buffer.concat([alphaField(name, NAME_LENGTH, coding), encoded.field]);
  });
  return { numbers: [...numbers, ...spare(NAME_LENGTH + 14)], extensions: [...extensions, ...spare(13)] };
}

const spare = (length: number): Buffer[] =>
  Array.from({ length: SPARE_RECORDS }, () => Buffer.alloc(length, NONE));

/**
 * DF_PHONEBOOK with one set of all three ties (3GPP TS 31.102 section 4.4.2.1): second names record by record, further numbers
 * and addresses by the index, extensions from the numbers.
 */
function phoneBook(contacts: readonly CardContact[]): Folder {
  const { numbers, extensions } = numbersAndExtensions(contacts);
  const further: Buffer[] = [];
  const emails: Buffer[] = [];
  const secondNames: Buffer[] = [];
  const index = numbers.map((_, i) => {
    const { furtherNumber, email, secondName } = contacts[i] ?? {};
    secondNames.push(alphaField(secondName ?? '', NAME_LENGTH));
    const back = Buffer.of(0x01, i + 1);
    const entry = Buffer.of(NONE, NONE);
    if (furtherNumber !== undefined) {
      const { field, extensions: more } = encodeNumber(furtherNumber, extensions.length + 1);
      extensions.push(...more);
      further.push(Buffer.concat([Buffer.of(0x00), field, back]));
      entry[0] = further.length;
    }
    if (email !== undefined) {
      emails.push(Buffer.concat([alphaField(email, EMAIL_LENGTH), back]));
      entry[1] = emails.length;
    }
    return entry;
  });
  const named = (tag: number, id: string): Buffer => tlv(tag, Buffer.from(id, 'hex'));
  const reference = Buffer.concat([
    tlv(0xa8, named(0xc0, '4F3A'), named(0xc3, '4F19'), named(0xc1, '4F17')),
    tlv(0xa9, named(0xc4, '4F11'), named(0xca, '4F50')),
    tlv(0xaa, named(0xc2, '4F4A')),
  ]);
  return folder(
    '5F3A',
    recordFile('4F30', 64, [reference, Buffer.alloc(64, NONE)]),
    recordFile('4F3A', NAME_LENGTH + 14, numbers),
    recordFile('4F19', NAME_LENGTH, secondNames),
    recordFile('4F17', 2, index),
    recordFile('4F11', 17, [...further, ...spare(17)]),
    recordFile('4F50', EMAIL_LENGTH + 2, [...emails, ...spare(EMAIL_LENGTH + 2)]),
    recordFile('4F4A', 13, extensions),
  );
}
