import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CsvError, parse } from 'csv-parse';
import {
  type CustomerRecord,
  RECORD_COLUMNS,
  type RecordColumn,
  type RecordKind,
  wrongCell,
} from '../../domain/accounts/customer-records.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { CustomerRecords, RecordsOf } from '../../ports/customer-records.ts';

const CONNECTOR = 'customer-records';
const AT_ONCE = 2_000;
/** Longer cells are no record of a call or a bill. */
const LONGEST_ROW = 16_384;

/**
 * A folder that another system fills: one folder a holder, by the identity that the import gave them (percent-encoded), with
 * `bills.csv`, `usage.csv` and `consents.csv`. The columns are named in the first row, in any order; others are passed over. Whoever has
 * no folder has no records.
 */
export function customerRecordsFromFiles(url: URL): CustomerRecords {
  const root = fileURLToPath(url);
  const read = (of: RecordsOf, kind: RecordKind) => recordsOfFile(root, of, kind);
  return {
    read,
    async count(of, kind) {
      let count = 0;
      for await (const part of read(of, kind)) count += part.length;
      return count;
    },
    close: async () => undefined,
  };
}

async function* recordsOfFile(
  root: string,
  of: RecordsOf,
  kind: RecordKind,
): AsyncGenerator<readonly CustomerRecord[]> {
  const file = await opened(root, of.holderId, kind);
  if (file === null) return;
  const lines = new Set(of.lineIds);
  const names = RECORD_COLUMNS[kind].map(({ name }) => name);
  const rows = file.pipe(parse({ bom: true, max_record_size: LONGEST_ROW, skip_empty_lines: true }));
  file.on('error', (error) => rows.destroy(error));
  let places: readonly number[] | null = null;
  let part: CustomerRecord[] = [];
  try {
    for await (const row of rows as AsyncIterable<readonly string[]>) {
      if (places === null) {
        places = placesOf(kind, row);
        continue;
      }
      const record = places.map((place) => (place < 0 ? '' : (row[place] ?? '')));
      const lineId = record[names.indexOf('line_id')] ?? '';
      if (lineId !== '' && !lines.has(lineId)) continue;
      const wrong = wrongCell(kind, record);
      if (wrong !== null) throw new ConnectorError(CONNECTOR, 'refused', `record_wrong: ${kind}.${wrong}`);
      part.push(record);
      if (part.length === AT_ONCE) {
        yield part;
        part = [];
      }
    }
  } catch (error) {
    // Its own text may quote a record, which has no place in a log.
    if (error instanceof CsvError)
      throw new ConnectorError(CONNECTOR, 'refused', `file_unreadable: ${kind}: ${error.code}`);
    throw error;
  } finally {
    file.destroy();
  }
  if (part.length > 0) yield part;
}

/** @returns null for a holder without such a file */
async function opened(root: string, holderId: string, kind: RecordKind): Promise<ReadStream | null> {
  // No identity leads out of the folder: a slash is encoded, and these two are all that is left.
  const folder = encodeURIComponent(holderId);
  if (folder === '.' || folder === '..') return null;
  await stat(root).catch((error) => {
    throw new ConnectorError(CONNECTOR, 'unavailable', 'folder_absent', [], { cause: error });
  });
  const path = join(root, folder, `${kind}.csv`);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    // Its own text names the holder.
    throw new ConnectorError(CONNECTOR, 'unavailable', error.code ?? 'file_unreadable');
  });
  return found === null ? null : createReadStream(path);
}

/** Where each column of the kind stands in the file; -1 for one that is not there and may be empty. */
function placesOf(kind: RecordKind, header: readonly string[]): readonly number[] {
  return (RECORD_COLUMNS[kind] as readonly RecordColumn[]).map(({ name, required }) => {
    const place = header.indexOf(name);
    if (place < 0 && required)
      throw new ConnectorError(CONNECTOR, 'refused', `column_absent: ${kind}.${name}`);
    return place;
  });
}
