/** What the operator's own systems hold of a customer's use of a line, and Handback does not. */
export const RECORD_KINDS = ['bills', 'usage', 'consents'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/**
 * How a cell is written: `text`; `date`, a local date (2026-03-01); `instant`, RFC 3339 with an offset (2026-03-01T08:00:00+08:00);
 * `decimal`, an amount of money (12.50, -3); `integer`, no less than 0.
 */
export type CellType = 'text' | 'date' | 'instant' | 'decimal' | 'integer';

export interface RecordColumn {
  readonly name: string;
  readonly type: CellType;
  /** Others may be empty. */
  readonly required?: true;
}

/** The columns of each kind of record, in the order in which they are written. */
export const RECORD_COLUMNS = {
  bills: [
    { name: 'line_id', type: 'text' },
    { name: 'invoice', type: 'text', required: true },
    { name: 'issued_on', type: 'date', required: true },
    { name: 'period_from', type: 'date' },
    { name: 'period_to', type: 'date' },
    { name: 'total', type: 'decimal', required: true },
    { name: 'currency', type: 'text', required: true },
    { name: 'due_on', type: 'date' },
    { name: 'paid_on', type: 'date' },
  ],
  usage: [
    { name: 'line_id', type: 'text', required: true },
    { name: 'started_at', type: 'instant', required: true },
    // voice, sms, mms, data; an operator may have others.
    { name: 'kind', type: 'text', required: true },
    // out, in; empty for data.
    { name: 'direction', type: 'text' },
    { name: 'other_party', type: 'text' },
    { name: 'seconds', type: 'integer' },
    { name: 'bytes', type: 'integer' },
    { name: 'country', type: 'text' },
    { name: 'charge', type: 'decimal' },
    { name: 'currency', type: 'text' },
  ],
  consents: [
    { name: 'line_id', type: 'text' },
    { name: 'purpose', type: 'text', required: true },
    { name: 'given_at', type: 'instant', required: true },
    { name: 'withdrawn_at', type: 'instant' },
    { name: 'channel', type: 'text' },
  ],
} as const satisfies Readonly<Record<RecordKind, readonly RecordColumn[]>>;

/** One record: a cell for each column of its kind, in their order; empty where nothing is known. */
export type CustomerRecord = readonly string[];

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const CELLS: Readonly<Record<CellType, (text: string) => boolean>> = {
  text: () => true,
  date: (text) => DATE.test(text) && !Number.isNaN(Date.parse(text)),
  instant: (text) => INSTANT.test(text) && !Number.isNaN(Date.parse(text)),
  decimal: (text) => /^-?\d{1,15}(\.\d{1,6})?$/.test(text),
  integer: (text) => /^\d{1,15}$/.test(text),
};

/** @returns the column at which a record is not as its kind wants it; null where it is */
export function wrongCell(kind: RecordKind, record: CustomerRecord): string | null {
  for (const [place, column] of (RECORD_COLUMNS[kind] as readonly RecordColumn[]).entries()) {
    const cell = record[place] ?? '';
    if (cell === '' ? column.required : !CELLS[column.type](cell)) return column.name;
  }
  return null;
}
