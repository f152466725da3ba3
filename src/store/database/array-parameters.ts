import { daysBetween, type LocalDate } from '../../domain/values/local-date.ts';

/**
 * Parameters of set-wise statements: one column of values, as PostgreSQL's binary form of a one-dimensional array
 * (src/backend/utils/adt/arrayfuncs.c, `array_recv`; elements as the `recv` function of their type reads them).
 * `pg` sends a Buffer as a binary parameter. As text, half of the work of a large commit was escaping and unescaping.
 *
 * Each function takes rows and what to take of a row; null and undefined become NULL. The statement must name the
 * parameter's type (`$1::uuid[]`): the server refuses an array of another element type.
 */

type Taking<Row, Value> = (row: Row, index: number) => Value | null | undefined;

/** Object ids of the element types (src/include/catalog/pg_type.dat). */
const OID = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  json: 114,
  float8: 701,
  date: 1082,
  timestamptz: 1184,
  uuid: 2950,
  jsonb: 3802,
} as const;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
/** From where PostgreSQL counts days and microseconds. */
const EPOCH = '2000-01-01' as LocalDate;
const EPOCH_MS = Date.UTC(2000, 0, 1);
const TWO_32 = 2 ** 32;
const JSONB_VERSION = 1;

export function uuids<Row>(rows: readonly Row[], pick: Taking<Row, string>): Buffer {
  return fixed(OID.uuid, 16, rows, pick, writeUuid);
}

export function texts<Row>(rows: readonly Row[], pick: Taking<Row, string>): Buffer {
  return strings(OID.text, rows, pick, '');
}

/** JSON texts for a column of type `json`, which keeps them as they are. */
export function jsons<Row>(rows: readonly Row[], pick: Taking<Row, string>): Buffer {
  return strings(OID.json, rows, pick, '');
}

/** JSON texts for a column of type `jsonb`. */
export function jsonbs<Row>(rows: readonly Row[], pick: Taking<Row, string>): Buffer {
  return strings(OID.jsonb, rows, pick, String.fromCharCode(JSONB_VERSION));
}

export function byteas<Row>(rows: readonly Row[], pick: Taking<Row, Uint8Array>): Buffer {
  const values = rows.map(pick);
  const bytes = values.reduce((sum, value) => sum + (value?.length ?? 0), 0);
  const out = Buffer.allocUnsafe(HEADER_BYTES + rows.length * LENGTH_BYTES + bytes);
  let at = writeHeader(out, OID.bytea, rows.length);
  for (const value of values) {
    at = out.writeInt32BE(value?.length ?? NULL_LENGTH, at);
    if (value == null) continue;
    out.set(value, at);
    at += value.length;
  }
  return out.subarray(0, at);
}

export function booleans<Row>(rows: readonly Row[], pick: Taking<Row, boolean>): Buffer {
  return fixed(OID.bool, 1, rows, pick, (out, at, value) => {
    out[at] = value ? 1 : 0;
  });
}

export function int2s<Row>(rows: readonly Row[], pick: Taking<Row, number>): Buffer {
  return fixed(OID.int2, 2, rows, pick, (out, at, value) => {
    out.writeInt16BE(value, at);
  });
}

export function int4s<Row>(rows: readonly Row[], pick: Taking<Row, number>): Buffer {
  return fixed(OID.int4, 4, rows, pick, (out, at, value) => {
    out.writeInt32BE(value, at);
  });
}

/** @throws RangeError for a number that is no safe integer. */
export function int8s<Row>(rows: readonly Row[], pick: Taking<Row, number>): Buffer {
  return fixed(OID.int8, 8, rows, pick, writeInt8);
}

export function float8s<Row>(rows: readonly Row[], pick: Taking<Row, number>): Buffer {
  return fixed(OID.float8, 8, rows, pick, (out, at, value) => {
    out.writeDoubleBE(value, at);
  });
}

/** @throws RangeError for what is no date. */
export function dates<Row>(rows: readonly Row[], pick: Taking<Row, LocalDate>): Buffer {
  return fixed(OID.date, 4, rows, pick, (out, at, value) => {
    const days = daysBetween(EPOCH, value);
    if (!Number.isInteger(days)) throw new RangeError(`not a date: ${value}`);
    out.writeInt32BE(days, at);
  });
}

/** Instants, to the millisecond. @throws RangeError for an invalid date. */
export function timestamps<Row>(rows: readonly Row[], pick: Taking<Row, Date>): Buffer {
  return fixed(OID.timestamptz, 8, rows, pick, (out, at, value) =>
    writeInt8(out, at, (value.getTime() - EPOCH_MS) * 1_000),
  );
}

function fixed<Row, Value>(
  oid: number,
  size: number,
  rows: readonly Row[],
  pick: Taking<Row, Value>,
  write: (out: Buffer, at: number, value: Value) => void,
): Buffer {
  const out = Buffer.allocUnsafe(HEADER_BYTES + rows.length * (LENGTH_BYTES + size));
  let at = writeHeader(out, oid, rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const value = pick(rows[i]!, i);
    at = out.writeInt32BE(value == null ? NULL_LENGTH : size, at);
    if (value == null) continue;
    write(out, at, value);
    at += size;
  }
  return out.subarray(0, at);
}

function strings<Row>(oid: number, rows: readonly Row[], pick: Taking<Row, string>, prefix: string): Buffer {
  const values = rows.map((row, i) => {
    const value = pick(row, i);
    return value == null ? null : prefix + value;
  });
  return shortAscii(oid, values) ?? anyStrings(oid, values);
}

/** Longer texts are written faster by a call into the runtime, which costs as much as to write these by hand. */
const SHORT = 48;

/** A column of names and numbers, as most are; null if one of its texts is long or has other letters. */
function shortAscii(oid: number, values: readonly (string | null)[]): Buffer | null {
  let bytes = HEADER_BYTES;
  for (const value of values) {
    if (value !== null && value.length > SHORT) return null;
    bytes += LENGTH_BYTES + (value?.length ?? 0);
  }
  const out = Buffer.allocUnsafe(bytes);
  let at = writeHeader(out, oid, values.length);
  for (const value of values) {
    at = out.writeInt32BE(value?.length ?? NULL_LENGTH, at);
    if (value === null) continue;
    for (let i = 0; i < value.length; i += 1) {
      const code = value.charCodeAt(i);
      if (code >= 0x80) return null;
      out[at++] = code;
    }
  }
  return out.subarray(0, at);
}

function anyStrings(oid: number, values: readonly (string | null)[]): Buffer {
  const bytes = values.reduce((sum, value) => sum + (value === null ? 0 : Buffer.byteLength(value)), 0);
  const out = Buffer.allocUnsafe(HEADER_BYTES + values.length * LENGTH_BYTES + bytes);
  let at = writeHeader(out, oid, values.length);
  for (const value of values) {
    const written = value === null ? NULL_LENGTH : out.write(value, at + LENGTH_BYTES);
    out.writeInt32BE(written, at);
    at += LENGTH_BYTES + Math.max(written, 0);
  }
  return out.subarray(0, at);
}

/** One dimension that begins at 1; an array without elements has no dimension. NULLs need no announcing. */
function writeHeader(out: Buffer, oid: number, length: number): number {
  out.writeInt32BE(length === 0 ? 0 : 1, 0);
  out.writeInt32BE(0, 4);
  out.writeInt32BE(oid, 8);
  if (length === 0) return 12;
  out.writeInt32BE(length, 12);
  out.writeInt32BE(1, 16);
  return HEADER_BYTES;
}

function writeInt8(out: Buffer, at: number, value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`);
  const high = Math.floor(value / TWO_32);
  out.writeInt32BE(high, at);
  out.writeUInt32BE(value - high * TWO_32, at + 4);
}

/** @throws RangeError for a text that is no UUID in its usual form: 32 hexadecimal digits in five groups. */
function writeUuid(out: Buffer, at: number, value: string): void {
  if (value.length !== 36) throw new RangeError('not a UUID');
  let to = at;
  for (let i = 0; i < 36; i += 2) {
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (value.charCodeAt(i) !== DASH) throw new RangeError('not a UUID');
      i += 1;
    }
    const byte = (nibble(value.charCodeAt(i)) << 4) | nibble(value.charCodeAt(i + 1));
    if (byte < 0) throw new RangeError('not a UUID');
    out[to++] = byte;
  }
}

const DASH = 0x2d;

/** -1 for what is no hexadecimal digit. */
function nibble(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
