import { timingSafeEqual } from 'node:crypto';
import { open, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { claimFolder } from '../certificate/sign/key-files.ts';
import type { Settings } from '../config/settings.ts';
import { HandbackError } from '../domain/errors.ts';
import type { ErasureJournal, JournalEntry } from '../ports/erasure-journal.ts';
import type { Db } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';
import { unknownErasures } from '../store/erasure/tombstones.ts';

export const JOURNAL_FILE = 'journal.jsonl';

/**
 * Where it is written down who was erased: beside the keys, which are kept apart from the database and backed up after it, so that what is
 * restored with an older database is newer than that.
 */
export const erasureFolderOf = ({ dataFolder }: Pick<Settings, 'dataFolder'>): string =>
  join(dataFolder, 'keys', 'erasures');

const PORTION_BYTES = 1 << 20;
/** The end of the file, in which the last entries stand. */
const TAIL_BYTES = 1 << 18;

/** What makes a line ours: a hash that only the keys of this set-up make. */
type Marker = Pick<Vault, 'index'>;

/**
 * A file (0600) of one JSON object a line: `id` of the erasure, `party` as the operator names the person, `at`, and `mac`, a keyed hash of these
 * in base64url. It only grows. A line without its end was being written when the process died, and does not count.
 */
export async function openErasureJournal(
  settings: Pick<Settings, 'dataFolder'>,
  vault: Marker,
): Promise<ErasureJournal> {
  const folder = erasureFolderOf(settings);
  await claimFolder(folder);
  return journalAt(join(folder, JOURNAL_FILE), vault);
}

/**
 * @param path of a journal, also of one that was kept elsewhere
 * @param vault the keys with which it was written: one of another set-up, in which the same names are those of other people, erases nobody here
 */
export function journalAt(path: string, vault: Marker): ErasureJournal {
  let writing: Promise<void> = Promise.resolve();
  const write = async (entries: readonly JournalEntry[]): Promise<void> => {
    if (entries.length === 0) return;
    const known = new Set((await lastEntries(path, vault)).map(({ erasureId }) => erasureId));
    const news = entries.filter(({ erasureId }) => !known.has(erasureId));
    if (news.length > 0) await appendLines(path, news.map((one) => lineOf(one, vault)).join(''));
  };
  return {
    append(entries) {
      const turn = writing.then(() => write(entries));
      writing = turn.catch(() => undefined);
      return turn;
    },
    entries: () => allEntries(path, vault),
    last: () => lastEntries(path, vault),
  };
}

/**
 * A database that does not know the last erasures that were written down here was restored from before them: whoever was erased would be
 * there again.
 * @throws HandbackError `erasures_missing`, `erasure_journal_damaged`, `erasure_journal_foreign`
 */
export async function assertErasuresKnown(
  db: Db,
  journal: ErasureJournal,
  settings: Pick<Settings, 'dataFolder'>,
): Promise<void> {
  const last = await journal.last();
  if (last.length === 0) return;
  const missing = await unknownErasures(
    db,
    last.map(({ erasureId }) => erasureId),
  );
  if (missing.size > 0)
    throw new HandbackError('erasures_missing', {
      path: join(erasureFolderOf(settings), JOURNAL_FILE),
      erasures: missing.size,
    });
}

function lineOf(entry: JournalEntry, vault: Marker): string {
  const { erasureId: id, partyId: party, at } = entry;
  const mac = macOf(entry, vault).toString('base64url');
  return `${JSON.stringify({ id, party, at: at.toISOString(), mac })}\n`;
}

const macOf = ({ erasureId, partyId, at }: JournalEntry, vault: Marker): Buffer =>
  vault.index('journal of erasures', JSON.stringify([erasureId, partyId, at.toISOString()]));

async function appendLines(path: string, lines: string): Promise<void> {
  await cutTornLine(path);
  const file = await open(path, 'a', 0o600);
  try {
    await file.writeFile(lines, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

async function readAt(path: string, from: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function cutTornLine(path: string): Promise<void> {
  const size = await sizeOf(path);
  if (size === 0) return;
  const from = Math.max(0, size - TAIL_BYTES);
  const tail = await readAt(path, from, size - from);
  const whole = from + tail.lastIndexOf('\n') + 1;
  if (whole < size) await truncate(path, whole);
}

async function lastEntries(path: string, vault: Marker): Promise<readonly JournalEntry[]> {
  const size = await sizeOf(path);
  if (size === 0) return [];
  const from = Math.max(0, size - TAIL_BYTES);
  const lines = (await readAt(path, from, size - from)).toString('utf8').split('\n');
  // Before the first end of a line is the rest of another one; behind the last is nothing, or one that was torn.
  return lines.slice(from === 0 ? 0 : 1, -1).map((line) => entryOf(line, path, vault));
}

async function* allEntries(path: string, vault: Marker): AsyncIterable<readonly JournalEntry[]> {
  const size = await sizeOf(path);
  let rest = '';
  for (let from = 0; from < size; ) {
    const read = await readAt(path, from, Math.min(PORTION_BYTES, size - from));
    // Somebody cut off a torn line meanwhile.
    if (read.length === 0) return;
    from += read.length;
    const lines = (rest + read.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    yield lines.map((line) => entryOf(Buffer.from(line, 'latin1').toString('utf8'), path, vault));
  }
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function entryOf(line: string, path: string, vault: Marker): JournalEntry {
  const read = readLine(line);
  if (read === null) throw new HandbackError('erasure_journal_damaged', { path });
  const { mac, ...entry } = read;
  const ours = macOf(entry, vault);
  if (mac.length !== ours.length || !timingSafeEqual(mac, ours))
    throw new HandbackError('erasure_journal_foreign', { path });
  return entry;
}

function readLine(line: string): (JournalEntry & { readonly mac: Buffer }) | null {
  try {
    const { id, party, at, mac } = JSON.parse(line);
    const when = new Date(at);
    if (!ID.test(id) || typeof party !== 'string' || typeof mac !== 'string' || Number.isNaN(when.getTime()))
      return null;
    return { erasureId: id, partyId: party, at: when, mac: Buffer.from(mac, 'base64url') };
  } catch {
    return null;
  }
}
