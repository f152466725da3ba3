import type { RowFault } from '../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../domain/errors.ts';
import { type Msisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import { plainText } from '../../domain/values/pasted-text.ts';
import { digitsDamage } from '../../domain/values/spreadsheet-damage.ts';
import {
  linesByNumber,
  type NamedLine,
  namedLines,
  type Receiving,
  rowsOfLines,
  type StagedRow,
} from '../../store/campaigns/uploads.ts';
import type { Db } from '../../store/database/database.ts';
import type { Operations } from '../context.ts';
import type { FileRow } from './campaign-file.ts';

/** A fault of a row, or the line that it names. */
type Meant =
  | { readonly fault: RowFault; readonly detail: string | null }
  | { readonly line: NamedLine; readonly byNumber: boolean };

/**
 * Looks at some rows of an upload: which line each names, and whether it could be ended at all. Of a line with a confidential case
 * nothing is told here, whoever uploads: what is staged is read by many.
 */
export async function validateRows(
  op: Operations,
  tx: Db,
  receiving: Receiving,
  rows: readonly FileRow[],
): Promise<readonly StagedRow[]> {
  const sound = rows.filter(({ fault }) => fault === null);
  const numbers = new Map(
    sound.flatMap((row): [FileRow, Msisdn | HandbackError][] => {
      const read = row.namedBy === 'line' ? null : numberIn(op, row);
      return read === null ? [] : [[row, read]];
    }),
  );
  const lines = await namedLines(
    tx,
    sound.flatMap(({ namedBy, given }) => (namedBy === 'number' ? [] : [plainText(given)])),
  );
  const byNumber = await linesByNumber(
    tx,
    [...numbers.values()].filter((read) => typeof read === 'string'),
  );
  const meant = rows.map((row): Meant => {
    if (row.fault !== null) return { fault: row.fault, detail: row.detail };
    const line = row.namedBy === 'number' ? undefined : lines.get(plainText(row.given));
    const read = numbers.get(row);
    const ofNumber = typeof read === 'string' ? byNumber.get(read) : undefined;
    if (line !== undefined && ofNumber !== undefined && ofNumber.lineId !== line.lineId)
      return { fault: 'number_ambiguous', detail: 'line_too' };
    const found = line ?? ofNumber;
    if (found === undefined) return notFound(row, read);
    return unfit(found) ?? { line: found, byNumber: line === undefined };
  });
  const first = new Map(
    await rowsOfLines(
      tx,
      receiving,
      meant.flatMap((one) => ('line' in one ? [one.line.lineId] : [])),
    ),
  );
  return rows.map(({ rowNumber, given }, i): StagedRow => {
    const one = meant[i]!;
    const row = { rowNumber, given };
    if ('fault' in one) return { ...row, byNumber: false, lineId: null, ...one };
    const { lineId } = one.line;
    const before = first.get(lineId);
    if (before !== undefined)
      return { ...row, byNumber: one.byNumber, lineId, fault: 'duplicate', detail: String(before) };
    first.set(lineId, rowNumber);
    return { ...row, byNumber: one.byNumber, lineId, fault: null, detail: null };
  });
}

/** A list that says nothing of what it holds is asked for a number only where a value looks like one. */
function numberIn(op: Operations, { namedBy, given }: FileRow): Msisdn | HandbackError | null {
  if (namedBy === 'either' && !/^[+(\d]/.test(plainText(given))) return null;
  try {
    return parseMsisdn(given, op.defaultCallingCode);
  } catch (error) {
    if (error instanceof HandbackError) return error;
    throw error;
  }
}

/** The number as it is looked for again when the row's turn comes; null for what is none. */
export function numberOf(op: Operations, given: string): Msisdn | null {
  const read = numberIn(op, { rowNumber: 0, given, namedBy: 'number', fault: null, detail: null });
  return typeof read === 'string' ? read : null;
}

function notFound({ namedBy, given }: FileRow, read: Msisdn | HandbackError | undefined): Meant {
  const damage = digitsDamage(given);
  if (damage !== null) return { fault: 'number_damaged', detail: damage };
  if (namedBy === 'line' || read === undefined) return { fault: 'unknown_line', detail: null };
  if (typeof read === 'string') return { fault: 'number_of_nobody', detail: null };
  const reason = read.code === 'msisdn_invalid' ? String(read.facts['reason']) : 'not_international';
  // In a list of either, digits that are no number are most likely a line that is not there.
  if (namedBy === 'either' && !plainText(given).startsWith('+'))
    return { fault: 'unknown_line', detail: null };
  return { fault: reason === 'ambiguous' ? 'number_ambiguous' : 'number_invalid', detail: reason };
}

function unfit({ ended, open, confidential }: NamedLine): Meant | null {
  if (ended) return { fault: confidential ? 'unknown_line' : 'ended_already', detail: null };
  return open && !confidential ? { fault: 'open_already', detail: null } : null;
}
