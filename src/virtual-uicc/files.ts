/** The files of a virtual card. Identifiers are four upper-case hexadecimal digits. */
export interface Folder {
  readonly kind: 'folder';
  readonly id: string;
  /** Of an application (ADF): its whole AID. */
  readonly aid?: Buffer;
  readonly children: CardFile[];
}

export interface TransparentFile {
  readonly kind: 'transparent';
  readonly id: string;
  readonly bytes: Buffer;
  /** May be read without the PIN. */
  readonly open?: true;
}

export interface RecordFile {
  readonly kind: 'records';
  readonly id: string;
  readonly recordLength: number;
  readonly records: readonly Buffer[];
}

export type ElementaryFile = TransparentFile | RecordFile;
export type CardFile = Folder | ElementaryFile;

export const folder = (id: string, ...children: CardFile[]): Folder => ({ kind: 'folder', id, children });

/** Records of one length; those that are shorter end in FF. */
export function recordFile(id: string, recordLength: number, records: readonly Buffer[]): RecordFile {
  const filled = records.map((record) =>
    Buffer.concat([record, Buffer.alloc(Math.max(0, recordLength - record.length), 0xff)]),
  );
  return { kind: 'records', id, recordLength, records: filled };
}
