import { readIccid, readImsi } from '../bcd.ts';
import { joinParts, type RecordedMessage, type TextMessage } from '../messages/join-parts.ts';
import { readMessageRecord } from '../messages/message-record.ts';
import { type Contact, contactsOfSet, type FilledFile } from '../phone-book/contact-set.ts';
import { type NamedNumber, readNamedNumber } from '../phone-book/dialling-number.ts';
import { readPhoneBookReference } from '../phone-book/reference.ts';
import { type BrokenRecord, hexOf } from '../problem.ts';
import {
  CardFiles,
  type FileContents,
  type FilePath,
  FOLDER,
  mustBeSim,
  type OnRecord,
  pathText,
} from './files.ts';
import { OK, ReadOnlyCard, type Transmit } from './read-only-card.ts';
import { type PinOptions, unlock } from './unlock.ts';

/** All that is read of a card. */
export interface SimContents {
  /** A USIM on a UICC, or a card of 2G. */
  readonly kind: 'usim' | '2g';
  readonly iccid: string | null;
  readonly imsi: string | null;
  readonly ownNumbers: readonly NamedNumber[];
  readonly contacts: readonly Contact[];
  readonly messages: readonly TextMessage[];
  /** What could not be read as it should. */
  readonly broken: readonly BrokenRecord[];
}

export interface ReadSimOptions extends PinOptions {
  readonly onRecord?: OnRecord;
}

/** Files (3GPP TS 31.102 section 4.7, TS 51.011 section 10.7, ETSI TS 102 221 section 13.2). */
const EF = {
  iccid: '2FE2',
  imsi: '6F07',
  numbers: '6F3A',
  extension: '6F4A',
  /** Extensions of own numbers on a USIM. */
  extension5: '6F4E',
  ownNumbers: '6F40',
  messages: '6F3C',
  phoneBookReference: '4F30',
} as const;

/**
 * Reads phone book, text messages and own numbers of a card, and changes nothing on it.
 * @throws SimFault: what stands in the way of all of it; one broken record does not
 */
export async function readSim(transmit: Transmit, options: ReadSimOptions): Promise<SimContents> {
  const { card, files } = await openCard(transmit, options.onRecord ?? (() => {}));
  const home: FilePath = files.is2g ? { from: 'master', ids: [FOLDER.gsm] } : { from: 'usim', ids: [] };
  const iccid = await files.read({ from: 'master', ids: [EF.iccid] });
  const imsi = await readProtected(card, files, home, options);
  const ownNumbers = await readOwnNumbers(files, home);
  const contacts = await readPhoneBooks(files);
  const messages = await readMessages(files, home);
  return {
    kind: files.is2g ? '2g' : 'usim',
    iccid: iccid.kind === 'transparent' ? readIccid(iccid.bytes) : null,
    imsi: imsi.kind === 'transparent' ? readImsi(imsi.bytes) : null,
    ownNumbers,
    contacts,
    messages,
    broken: files.broken,
  };
}

/** A UICC with a USIM, else a 2G card. @throws SimFault `not_a_sim` */
async function openCard(
  transmit: Transmit,
  onRecord: OnRecord,
): Promise<{ readonly card: ReadOnlyCard; readonly files: CardFiles }> {
  const uicc = new ReadOnlyCard(transmit, 0x00);
  const files = new CardFiles(uicc, onRecord);
  const usim = await files.selectUsim();
  if (usim.statusWord === OK) return { card: uicc, files };
  const sim = new ReadOnlyCard(transmit, 0xa0);
  const simFiles = new CardFiles(sim, onRecord);
  mustBeSim((await simFiles.folder({ from: 'master', ids: [FOLDER.gsm] })) !== null, usim);
  return { card: sim, files: simFiles };
}

/**
 * EF_IMSI: that it can be read tells whether a PIN stands in the way of all else (it needs PIN1, 3GPP TS 31.102 section
 * 4.2.2), whatever the card says of its PINs.
 */
async function readProtected(
  card: ReadOnlyCard,
  files: CardFiles,
  home: FilePath,
  options: PinOptions,
): Promise<FileContents> {
  const path = { ...home, ids: [...home.ids, EF.imsi] };
  const first = await files.read(path);
  if (first.kind !== 'locked') return first;
  const pinOfHome = async () => (await files.folder(home))?.pin ?? { keyReference: 0x01, triesLeft: null };
  await unlock(card, await pinOfHome(), options, async () => (await pinOfHome()).triesLeft);
  return files.read(path);
}

const below = ({ from, ids }: FilePath, id: string): FilePath => ({ from, ids: [...ids, id] });

const TELECOM: FilePath = { from: 'master', ids: [FOLDER.telecom] };

const recordsOf = (contents: FileContents): readonly (Buffer | undefined)[] =>
  contents.kind === 'records' ? contents.records : [];

/** A file that is there and stays closed is named: nobody should take its silence for emptiness. */
async function readRecords(files: CardFiles, path: FilePath): Promise<readonly (Buffer | undefined)[]> {
  const contents = await files.read(path);
  if (contents.kind === 'locked' || contents.kind === 'transparent')
    files.broken.push({
      file: pathText(path),
      record: null,
      problem: contents.kind === 'locked' ? 'not_given' : 'file_description',
      hex: '',
    });
  return recordsOf(contents);
}

async function readOwnNumbers(files: CardFiles, home: FilePath): Promise<readonly NamedNumber[]> {
  const folder = files.is2g ? TELECOM : home;
  const path = below(folder, EF.ownNumbers);
  const records = await readRecords(files, path);
  const extensions =
    records.length === 0
      ? []
      : await readRecords(files, below(folder, files.is2g ? EF.extension : EF.extension5));
  return records.flatMap((bytes, i) => {
    if (bytes === undefined) return [];
    const { value, problems } = readNamedNumber(bytes, (number) => extensions[number - 1]);
    for (const problem of problems)
      files.broken.push({ file: pathText(path), record: i + 1, problem, hex: hexOf(bytes) });
    return value === null || value.number === '' ? [] : [value];
  });
}

/**
 * The phone books of a USIM, the shared one and its own (3GPP TS 31.102 section 4.4.2), else EF_ADN: where there is a book,
 * EF_ADN is another name for its first file.
 */
async function readPhoneBooks(files: CardFiles): Promise<readonly Contact[]> {
  const books: readonly FilePath[] = files.is2g
    ? []
    : [below(TELECOM, FOLDER.phoneBook), { from: 'usim', ids: [FOLDER.phoneBook] }];
  const contacts: Contact[] = [];
  let booksFound = 0;
  for (const book of books) {
    const references = await readRecords(files, below(book, EF.phoneBookReference));
    for (const [i, reference] of references.entries()) {
      if (reference === undefined || reference.every((byte) => byte === 0xff)) continue;
      const set = readPhoneBookReference(reference);
      if (!set.some(({ kind }) => kind === 'numbers')) {
        files.broken.push({
          file: pathText(below(book, EF.phoneBookReference)),
          record: i + 1,
          problem: 'file_description',
          hex: hexOf(reference),
        });
        continue;
      }
      booksFound += 1;
      const filled: FilledFile[] = [];
      for (const one of set) {
        const path = below(book, one.id);
        filled.push({ ...one, file: { path: pathText(path), records: await readRecords(files, path) } });
      }
      contacts.push(...addSet(files, filled));
    }
  }
  if (booksFound > 0) return contacts;
  const numbers = below(TELECOM, EF.numbers);
  const extension = below(TELECOM, EF.extension);
  const filled = async (path: FilePath, kind: 'numbers' | 'extension'): Promise<FilledFile> => ({
    kind,
    tie: 'same_record',
    id: path.ids.at(-1)!,
    indexByte: 0,
    file: { path: pathText(path), records: await readRecords(files, path) },
  });
  return addSet(files, [await filled(numbers, 'numbers'), await filled(extension, 'extension')]);
}

function addSet(files: CardFiles, set: readonly FilledFile[]): readonly Contact[] {
  const { contacts, broken } = contactsOfSet(set);
  files.broken.push(...broken);
  return contacts;
}

/** EF_SMS of the USIM; where that has none, the one that it shares with 2G. */
async function readMessages(files: CardFiles, home: FilePath): Promise<readonly TextMessage[]> {
  const shared = below(TELECOM, EF.messages);
  let path = files.is2g ? shared : below(home, EF.messages);
  let records = await readRecords(files, path);
  if (records.length === 0 && path !== shared) {
    path = shared;
    records = await readRecords(files, path);
  }
  const stored: RecordedMessage[] = [];
  records.forEach((bytes, i) => {
    if (bytes === undefined) return;
    const { value, problems } = readMessageRecord(bytes);
    for (const problem of problems)
      files.broken.push({ file: pathText(path), record: i + 1, problem, hex: hexOf(bytes) });
    if (value !== null) stored.push({ ...value, record: i + 1 });
  });
  return joinParts(stored);
}
