/** Whole years of what identifies a person; a class of data that is not named is kept as long. */
export interface RecordsKept {
  readonly years: number;
  /** What certificates disclose, and what the network answered. */
  readonly disclosuresYears?: number;
  /** From what it was decided, and what was shown and signed at a counter. */
  readonly decisionsYears?: number;
  /** Other telephone numbers and e-mail addresses. */
  readonly contactsYears?: number;
}
