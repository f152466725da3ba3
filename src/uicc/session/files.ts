import { type FileDescription, type PinStatus, parse2gDescription, parseFcp } from '../file-description.ts';
import { type BrokenRecord, hexOf } from '../problem.ts';
import { type CardAnswer, OK, type ReadOnlyCard } from './read-only-card.ts';
import { SimFault } from './sim-fault.ts';

/** Identifiers of folders (ETSI TS 102 221 section 13, 3GPP TS 31.102 section 4.7, 3GPP TS 51.011 section 10.7). */
export const FOLDER = { master: '3F00', telecom: '7F10', gsm: '7F20', phoneBook: '5F3A' } as const;

/**
 * The USIM, by the start of its AID (ETSI TS 101 220 annex E): the rest differs by issuer, and some cards refuse a longer
 * one (6A88).
 */
const USIM = Buffer.from('A0000000871002', 'hex');

/** A path from the MF, or from the USIM application. */
export interface FilePath {
  readonly from: 'master' | 'usim';
  readonly ids: readonly string[];
}

export const pathText = ({ from, ids }: FilePath): string =>
  [...(from === 'usim' ? ['ADF.USIM'] : []), ...ids].join('/');

/** ISO/IEC 7816-4 and 3GPP TS 51.011 section 9.4.4: there is no such file. */
const NOT_FOUND: ReadonlySet<number> = new Set([0x6a82, 0x6a88, 0x9404]);
/** Security status not satisfied, and in class A0 "access condition not fulfilled". */
const LOCKED: ReadonlySet<number> = new Set([0x6982, 0x9804]);

/** What reading a file came to. */
export type FileContents =
  | { readonly kind: 'absent' }
  /** The PIN was not given, or a higher authority alone may read it. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'transparent'; readonly bytes: Buffer }
  | { readonly kind: 'records'; readonly records: readonly (Buffer | undefined)[] }
  | { readonly kind: 'unreadable' };

/** Told before each record: how far it is. */
export type OnRecord = (file: string, record: number, of: number) => void;

/** The files of one card, read whole. What the card does not give is named in `broken`. */
export class CardFiles {
  readonly #card: ReadOnlyCard;
  readonly #onRecord: OnRecord;
  readonly broken: BrokenRecord[] = [];

  constructor(card: ReadOnlyCard, onRecord: OnRecord) {
    this.#card = card;
    this.#onRecord = onRecord;
  }

  get is2g(): boolean {
    return this.#card.cardClass === 0xa0;
  }

  /** @returns what the folder says of its PIN; null where it is not there */
  async folder(path: FilePath): Promise<{ readonly pin: PinStatus | null } | null> {
    const answer = await this.#select(path);
    if (answer.statusWord !== OK) return null;
    const description = this.#describe(answer.data);
    return { pin: description?.kind === 'folder' ? description.pin : null };
  }

  async read(path: FilePath): Promise<FileContents> {
    const selected = await this.#select(path);
    if (NOT_FOUND.has(selected.statusWord)) return { kind: 'absent' };
    const description = selected.statusWord === OK ? this.#describe(selected.data) : null;
    if (description === null || description.kind === 'folder') {
      this.#name(path, null, 'file_description', selected);
      return { kind: 'unreadable' };
    }
    return description.kind === 'transparent'
      ? this.#readTransparent(path, description.size)
      : this.#readRecords(path, description);
  }

  async #readTransparent(path: FilePath, size: number): Promise<FileContents> {
    const parts: Buffer[] = [];
    for (let offset = 0; offset < size; ) {
      const answer = await this.#card.readBinary(offset, Math.min(size - offset, 255));
      if (LOCKED.has(answer.statusWord)) return { kind: 'locked' };
      if (answer.statusWord !== OK || answer.data.length === 0) {
        this.#name(path, null, 'not_given', answer);
        return { kind: 'unreadable' };
      }
      parts.push(answer.data);
      offset += answer.data.length;
    }
    return { kind: 'transparent', bytes: Buffer.concat(parts) };
  }

  async #readRecords(
    path: FilePath,
    { recordLength, recordCount }: Extract<FileDescription, { kind: 'records' }>,
  ): Promise<FileContents> {
    const records: (Buffer | undefined)[] = [];
    // A record has 1 to 255 bytes, and a file at most 254 of them (ETSI TS 102 221 section 8.2.2.2).
    const last = recordLength === 0 ? 0 : Math.min(recordCount ?? 254, 254);
    for (let record = 1; record <= last; record++) {
      this.#onRecord(pathText(path), record, last);
      const answer = await this.#card.readRecord(record, Math.min(recordLength, 255));
      if (LOCKED.has(answer.statusWord)) return { kind: 'locked' };
      // 6A83 and 9402: the file ends before it said.
      if (answer.statusWord === 0x6a83 || answer.statusWord === 0x9402) break;
      if (answer.statusWord !== OK) this.#name(path, record, 'not_given', answer);
      records.push(answer.statusWord === OK ? answer.data : undefined);
    }
    return { kind: 'records', records };
  }

  #describe(bytes: Buffer): FileDescription | null {
    return this.is2g ? parse2gDescription(bytes) : parseFcp(bytes);
  }

  #name(
    path: FilePath,
    record: number | null,
    problem: BrokenRecord['problem'],
    { data, statusWord }: CardAnswer,
  ): void {
    const hex = `${hexOf(data)}${statusWord.toString(16).padStart(4, '0').toUpperCase()}`;
    this.broken.push({ file: pathText(path), record, problem, hex });
  }

  /** Goes there from the top, so that nothing depends on where the card was before. */
  async #select({ from, ids }: FilePath): Promise<CardAnswer> {
    let answer = from === 'usim' ? await this.selectUsim() : await this.#selectId(FOLDER.master);
    for (const id of ids) {
      if (answer.statusWord !== OK) return answer;
      answer = await this.#selectId(id);
    }
    return answer;
  }

  /** By AID, the answer its FCP (ETSI TS 102 221 section 11.1.1.2). */
  selectUsim(): Promise<CardAnswer> {
    return this.#card.select(0x04, 0x04, USIM);
  }

  #selectId(id: string): Promise<CardAnswer> {
    // P2: FCP wanted; class A0 knows no P2.
    return this.#card.select(0x00, this.is2g ? 0x00 : 0x04, Buffer.from(id, 'hex'));
  }
}

/** @throws SimFault `not_a_sim` */
export function mustBeSim(found: boolean, answer: CardAnswer): void {
  if (!found) throw new SimFault('not_a_sim', { detail: answer.statusWord.toString(16).toUpperCase() });
}
