/** What stays of somebody who was erased. */
export interface JournalEntry {
  readonly erasureId: string;
  readonly partyId: string;
  readonly at: Date;
}

/**
 * Remembers outside of the database who was erased: a database that is restored from before does not know it.
 */
export interface ErasureJournal {
  /** Adds entries that are not in it yet. They are on the disk when this answers. */
  append(entries: readonly JournalEntry[]): Promise<void>;
  /** All of it, from the first, in portions. @throws HandbackError `erasure_journal_damaged`, `erasure_journal_foreign` */
  entries(): AsyncIterable<readonly JournalEntry[]>;
  /** The last ones, the newest last; none where nobody was erased. @throws HandbackError as `entries` */
  last(): Promise<readonly JournalEntry[]>;
}
