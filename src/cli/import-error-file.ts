import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Language } from '../domain/values/language.ts';
import { errorText } from '../messages/errors.ts';
import { messages } from '../messages/index.ts';
import type { RowFailure } from '../operations/lines/import-run.ts';
import { csvCell } from '../reports/csv-cell.ts';

export interface ErrorFile {
  write(failures: readonly RowFailure[]): Promise<void>;
  /** Where it is; null when no row was bad and none was made. */
  close(): Promise<string | null>;
}

/** The list of bad rows, as CSV: made with the first of them; an older one of the same name goes in any case. */
export function errorFile(path: string, language: Language): ErrorFile {
  let file: Promise<FileHandle> | undefined;
  const removed = rm(path, { force: true });
  removed.catch(() => undefined);
  const start = async (): Promise<FileHandle> => {
    await removed;
    // The values of rows are not in it, but whose lines they are is.
    const handle = await open(path, 'w', 0o600);
    await handle.write(`${messages(language).writing.spreadsheetMark}row,line_id,field,code,message\r\n`);
    return handle;
  };
  return {
    async write(failures) {
      file ??= start();
      const handle = await file;
      await handle.write(failures.map((failure) => `${csvLine(failure, language)}\r\n`).join(''));
    },
    async close() {
      await removed;
      if (file === undefined) return null;
      await (await file).close();
      return path;
    },
  };
}

function csvLine({ rowNumber, lineId, field, error }: RowFailure, language: Language): string {
  const { title, detail } = errorText(language, error.code, error.facts);
  const message = messages(language).commandLine.import.badRow(title, detail);
  return [String(rowNumber), lineId ?? '', field, error.code, message].map(csvCell).join(',');
}
