import { texts, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn } from '../database/named-columns.ts';

/** An entry of the public log, as `src/tlog/entries.ts` makes them. */
export interface NewLogEntry {
  readonly entry: string;
  /** The certificate of which it says that it was issued; null for every other entry. */
  readonly certificateId: string | null;
}

const QUEUED: readonly NamedColumn<NewLogEntry>[] = [
  { name: 'entry', type: 'text', values: (all) => texts(all, ({ entry }) => entry) },
  { name: 'certificate_id', type: 'uuid', values: (all) => uuids(all, (one) => one.certificateId) },
];

/** What is to stand in the public log once this transaction is committed. */
export async function queueLogEntries(tx: Db, entries: readonly NewLogEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query({ name: 'queue-log-entries', ...insertOf('log_queue', QUEUED, entries) });
}

/** Gives queued entries their places, from `first` on, and answers them in that order. */
export async function placeQueued(tx: Db, first: number, most: number): Promise<readonly string[]> {
  const { rows } = await tx.query<{ index: number; entry: string }>({
    name: 'place-queued',
    text: `with taken as (
        delete from log_queue where queue_id in (select queue_id from log_queue order by queue_id limit $2)
        returning queue_id, entry, certificate_id)
      insert into log_leaf (leaf_index, entry, certificate_id)
      select $1 - 1 + row_number() over (order by queue_id), entry, certificate_id from taken
      returning leaf_index as index, entry`,
    values: [first, most],
  });
  return rows.toSorted((a, b) => a.index - b.index).map(({ entry }) => entry);
}

/** Entries that have places, from `first` on. */
export async function entriesFrom(db: Db, first: number, count: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ entry: string }>(
    'select entry from log_leaf where leaf_index >= $1 and leaf_index < $1 + $2 order by leaf_index',
    [first, count],
  );
  return rows.map(({ entry }) => entry);
}

/** Where it stands that a certificate was issued, and what; null until the entry has its place. */
export async function leafOfCertificate(
  db: Db,
  certificateId: string,
): Promise<{ readonly index: number; readonly entry: string } | null> {
  const { rows } = await db.query<{ index: number; entry: string }>({
    name: 'leaf-of-certificate',
    text: `select leaf_index as index, entry from log_leaf where certificate_id = $1 order by leaf_index limit 1`,
    values: [certificateId],
  });
  return rows[0] ?? null;
}
