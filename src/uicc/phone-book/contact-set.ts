import { readAlpha } from '../alpha-field.ts';
import { type BrokenRecord, type Decoded, hexOf, type ProblemCode } from '../problem.ts';
import { readNamedNumber, readNumber } from './dialling-number.ts';
import type { PhoneBookFile } from './reference.ts';

export interface Contact {
  readonly name: string;
  /** Another name of the same contact. */
  readonly secondName: string | null;
  /** As `NamedNumber.number`; the first is the main one. */
  readonly numbers: readonly string[];
  readonly emails: readonly string[];
  /** Where on the card: the file, and the record from 1. */
  readonly file: string;
  readonly record: number;
}

/** The records of a file from 1; those that the card did not give are undefined. */
export interface ReadFile {
  readonly path: string;
  readonly records: readonly (Buffer | undefined)[];
}

/** A file of a set, and what it holds. */
export interface FilledFile extends PhoneBookFile {
  readonly file: ReadFile;
}

export interface ContactsFound {
  readonly contacts: readonly Contact[];
  readonly broken: readonly BrokenRecord[];
}

export const recordOf = ({ records }: ReadFile, number: number): Buffer | undefined => records[number - 1];

/** What a further file gives for a contact. */
interface Detail {
  readonly kind: 'secondName' | 'furtherNumber' | 'email';
  readonly text: string;
}

/** EF_ANR: an identifier before the number; where it is tied by the index, two bytes after it (3GPP TS 31.102 section 4.4.2.9). */
const ANR_NUMBER = { start: 1, end: 15 };
/** In EF_SNE and EF_EMAIL, where the index ties them: the file and record of the contact (sections 4.4.2.10 and 4.4.2.13). */
const BACK_REFERENCE = 2;

/**
 * The contacts of one set of a phone book. A set without EF_ADN has none. Whatever is tied to no contact, though it holds
 * something, is named as broken.
 */
export function contactsOfSet(files: readonly FilledFile[]): ContactsFound {
  const of = (kind: PhoneBookFile['kind']): FilledFile[] => files.filter((one) => one.kind === kind);
  const [numbers] = of('numbers');
  if (numbers === undefined) return { contacts: [], broken: [] };
  const extensionFile = of('extension')[0]?.file;
  const extension = (number: number): Buffer | undefined =>
    extensionFile === undefined ? undefined : recordOf(extensionFile, number);
  const index = of('index')[0]?.file;
  const details = [...of('secondName'), ...of('furtherNumber'), ...of('email')];
  const broken: BrokenRecord[] = [];
  const used = new Set<string>();
  const name = (
    { path }: ReadFile,
    record: number,
    bytes: Buffer,
    problems: readonly ProblemCode[],
  ): void => {
    for (const problem of problems) broken.push({ file: path, record, problem, hex: hexOf(bytes) });
  };

  const contacts: Contact[] = [];
  numbers.file.records.forEach((bytes, i) => {
    const record = i + 1;
    if (bytes === undefined) return;
    const main = readNamedNumber(bytes, extension);
    name(numbers.file, record, bytes, main.problems);
    const found: Detail[] = [];
    for (const detail of details) {
      const at = detail.tie === 'same_record' ? record : indexed(index, record, detail.indexByte);
      if (at === null) continue;
      const theirs = recordOf(detail.file, at);
      if (theirs === undefined) {
        // One to one, and its file is shorter: there is none for this contact.
        if (detail.tie === 'by_index' && main.value !== null)
          name(numbers.file, record, bytes, ['link_broken']);
        continue;
      }
      if (main.value === null) continue;
      used.add(placeOf(detail, at));
      const read = readDetail(detail, theirs, extension);
      name(detail.file, at, theirs, read.problems);
      if (read.value !== '') found.push({ kind: detail.kind as Detail['kind'], text: read.value });
    }
    if (main.value === null) return;
    const texts = (kind: Detail['kind']): string[] =>
      found.filter((one) => one.kind === kind).map(({ text }) => text);
    contacts.push({
      name: main.value.name,
      secondName: texts('secondName').join(' / ') || null,
      numbers: [main.value.number, ...texts('furtherNumber')].filter((one) => one !== ''),
      emails: texts('email'),
      file: numbers.file.path,
      record,
    });
  });
  for (const detail of details) {
    detail.file.records.forEach((bytes, i) => {
      if (bytes === undefined || used.has(placeOf(detail, i + 1))) return;
      if (readDetail(detail, bytes, extension).value !== '') name(detail.file, i + 1, bytes, ['link_broken']);
    });
  }
  return { contacts, broken };
}

const placeOf = ({ file }: FilledFile, record: number): string => `${file.path} ${record}`;

/** EF_IAP (3GPP TS 31.102 section 4.4.2.2): of each contact one byte a file; FF names no record. */
function indexed(index: ReadFile | undefined, contact: number, byte: number): number | null {
  const named = index && recordOf(index, contact)?.[byte];
  return named === undefined || named === 0xff || named === 0 ? null : named;
}

function readDetail(
  { kind, tie }: FilledFile,
  bytes: Buffer,
  extension: (number: number) => Buffer | undefined,
): Decoded<string> {
  if (kind === 'furtherNumber') {
    if (bytes.length < ANR_NUMBER.end) return { value: '', problems: ['record_short'] };
    return readNumber(bytes.subarray(ANR_NUMBER.start, ANR_NUMBER.end), extension);
  }
  return readAlpha(tie === 'by_index' ? bytes.subarray(0, -BACK_REFERENCE) : bytes);
}
