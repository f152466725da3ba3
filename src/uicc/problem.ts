/**
 * What can be wrong with one record or one file of a card. It is named with its bytes, and the rest goes on.
 */
export type ProblemCode =
  /** A name is coded in none of the ways of ETSI TS 102 221 Annex A, or ends before it says. */
  | 'name_coding'
  /** A number is longer than its field, or holds digits that mean nothing. */
  | 'number_coding'
  /** The rest of a long number is in a record that is not there, or of another kind. */
  | 'extension_missing'
  /** Records with the rest of a long number lead back to one another. */
  | 'extension_circular'
  /** The sub-address of a number, which a contact cannot carry. */
  | 'subaddress_left_out'
  /** A further number, an address or a second name belongs to no contact that is there. */
  | 'link_broken'
  /** A message that cannot be read at all. */
  | 'message_coding'
  /** The text ends before its length. */
  | 'message_cut_off'
  /** The text is compressed (3GPP TS 23.042), which nothing here reads. */
  | 'message_compressed'
  /** The time of a message is none. */
  | 'message_time'
  /** A message in an alphabet of a single language (3GPP TS 23.038 Annex A), shown in the default one. */
  | 'message_language_table'
  /** The record is shorter than its kind allows. */
  | 'record_short'
  /** The card refused to give this record or file. */
  | 'not_given'
  /** A file describes itself in a way that cannot be followed. */
  | 'file_description';

/** One record, or a whole file, that could not be read as it should. */
export interface BrokenRecord {
  /** The file, by its path of identifiers, e.g. `7F10/5F3A/4F3A`. */
  readonly file: string;
  /** The number of the record, from 1; null where the file itself is meant. */
  readonly record: number | null;
  readonly problem: ProblemCode;
  /** Its bytes, upper-case hexadecimal; empty where the card gave none. */
  readonly hex: string;
}

/** A value, and what was wrong on the way to it. */
export interface Decoded<T> {
  readonly value: T;
  readonly problems: readonly ProblemCode[];
}

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
