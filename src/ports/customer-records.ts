import type { CustomerRecord, RecordKind } from '../domain/accounts/customer-records.ts';

/** Whose records: of one holder, as the operator's systems name them, and of these lines of theirs. */
export interface RecordsOf {
  /** What a line had before it came to this holder is somebody else's. */
  readonly holderId: string;
  /** Records that name no line, such as the bill of an account, are those of the holder. */
  readonly lineIds: readonly string[];
}

/**
 * What the operator's own systems hold of a customer: bills, what was used, what was agreed to. A subscriber may have had a line for
 * twenty years, so that records come in parts, and no part is larger than some thousand of them. Failures are thrown as `ConnectorError`.
 */
export interface CustomerRecords {
  /** How many there are, so that whoever waits can be told how far it is. */
  count(of: RecordsOf, kind: RecordKind): Promise<number>;
  /** In the order of the operator's own system; asked twice, the same. */
  read(of: RecordsOf, kind: RecordKind): AsyncIterable<readonly CustomerRecord[]>;
  close(): Promise<void>;
}
