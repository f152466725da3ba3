import { readTlvs } from '../tlv.ts';

/** Files of a phone book, by the tag in EF_PBR that names them (3GPP TS 31.102 table 4.1). */
const KINDS = {
  192: 'numbers',
  193: 'index',
  194: 'extension',
  195: 'secondName',
  196: 'furtherNumber',
  202: 'email',
} as const;

export type PhoneBookFileKind = (typeof KINDS)[keyof typeof KINDS];

/** How the records of a file are tied to those of EF_ADN (section 4.4.2.1): one to one, by the index, or from them. */
export type Tie = 'same_record' | 'by_index' | 'named';

const TIES: Readonly<Record<number, Tie>> = { 168: 'same_record', 169: 'by_index', 170: 'named' };

export interface PhoneBookFile {
  readonly kind: PhoneBookFileKind;
  readonly tie: Tie;
  /** The file's identifier, four hexadecimal digits. */
  readonly id: string;
  /** For a file that is tied by the index: which byte of an index record names its record. */
  readonly indexByte: number;
}

/**
 * One record of EF_PBR: the files of one set, in the card's order. Groups, additional texts, unique identifiers and
 * capability records are left out: they mean nothing outside of the phone. In the index they have their byte all the same.
 */
export function readPhoneBookReference(record: Buffer): readonly PhoneBookFile[] {
  return readTlvs(record).flatMap(({ tag, value }) => {
    const tie = TIES[tag];
    if (tie === undefined) return [];
    return readTlvs(value).flatMap((file, indexByte): PhoneBookFile[] => {
      const kind = (KINDS as Readonly<Record<number, PhoneBookFileKind>>)[file.tag];
      if (kind === undefined || file.value.length < 2) return [];
      const id = file.value.subarray(0, 2).toString('hex').toUpperCase();
      return [{ kind, tie, id, indexByte }];
    });
  });
}
