import type { Language } from '../values/language.ts';
import type { LocalDate } from '../values/local-date.ts';
import type { RecordKind } from './customer-records.ts';

/** A table of an export, with the same columns in its CSV and as the keys of its JSON. */
export interface AccountTable {
  readonly columns: readonly string[];
  /** A cell for each column, in parts; empty where nothing is known. */
  readonly rows: AsyncIterable<readonly (readonly string[])[]>;
}

/** What Handback itself holds of a person, in tables; the operator's other systems hold the rest. */
export const OWN_TABLES = ['person', 'contacts', 'lines', 'numbers', 'requests', 'messages'] as const;
export type OwnTable = (typeof OWN_TABLES)[number];
export type AccountTableName = OwnTable | RecordKind;

/** A certificate for the archive: the form that programs verify, and the paper. */
export interface AccountCertificate {
  readonly reference: string;
  readonly json: string;
  readonly pdf: Uint8Array;
}

/** All that goes into one export. Tables are opened when they are written, each time anew. */
export interface AccountContent {
  readonly reference: string;
  readonly language: Language;
  readonly operatorName: string;
  /** As it is dialled; null where the operator named none. */
  readonly hotline: string | null;
  /** Where certificates are verified. */
  readonly portal: string;
  readonly madeOn: LocalDate;
  readonly madeAt: Date;
  readonly table: (name: AccountTableName) => AccountTable;
  /** Those that somebody answers for: without an operator's records, only the own ones. */
  readonly tables: readonly AccountTableName[];
  readonly certificates: AsyncIterable<AccountCertificate>;
}
