import type { AccountContent, AccountTable } from '../../domain/accounts/account-content.ts';
import { messages } from '../../messages/index.ts';
import { csvCell } from '../csv-cell.ts';
import { type ArchiveFile, zipOf } from '../zip.ts';
import { indexPage, type Listed } from './index-page.tsx';

/**
 * A person's account as an archive under their own passphrase: each table as CSV (RFC 4180) and as JSON (an array of objects), their
 * certificates, and a page that says what is what. It is made as it is read, and in little memory however long somebody was a customer.
 *
 * @param wrote is told of rows as they are written, each once for each of its two files; and of none after each certificate, whose paper
 *   takes its time
 */
export function accountArchive(
  content: AccountContent,
  passphrase: string,
  wrote: (rows: number) => void | Promise<void>,
): AsyncGenerator<Uint8Array> {
  return zipOf(filesOf(content, wrote), passphrase, content.madeAt);
}

async function* filesOf(
  content: AccountContent,
  wrote: (rows: number) => void | Promise<void>,
): AsyncGenerator<ArchiveFile> {
  const { spreadsheetMark } = messages(content.language).writing;
  const listed: Listed[] = [];
  for (const name of content.tables) {
    let rows = 0;
    const count = async (some: number): Promise<void> => {
      rows += some;
      await wrote(some);
    };
    yield { name: `${name}.csv`, parts: csvParts(content.table(name), spreadsheetMark, count) };
    listed.push({ name, rows });
    yield { name: `${name}.json`, parts: jsonParts(content.table(name), wrote) };
  }
  const certificates: string[] = [];
  for await (const { reference, json, pdf } of content.certificates) {
    certificates.push(reference);
    yield { name: `certificates/${reference}.json`, parts: once(json) };
    yield { name: `certificates/${reference}.pdf`, parts: once(pdf) };
    await wrote(0);
  }
  yield { name: 'index.html', parts: once(indexPage(content, listed, certificates)) };
}

async function* once<T>(whole: T): AsyncGenerator<T> {
  yield whole;
}

async function* csvParts(
  { columns, rows }: AccountTable,
  mark: string,
  wrote: (rows: number) => void | Promise<void>,
): AsyncGenerator<string> {
  yield `${mark}${columns.join()}\r\n`;
  for await (const part of rows) {
    yield part.map((row) => `${row.map(csvCell).join()}\r\n`).join('');
    await wrote(part.length);
  }
}

async function* jsonParts(
  { columns, rows }: AccountTable,
  wrote: (rows: number) => void | Promise<void>,
): AsyncGenerator<string> {
  let first = true;
  yield '[';
  for await (const part of rows) {
    const objects = part.map((row) =>
      // Nothing known is no key: an empty text would be a value.
      JSON.stringify(
        Object.fromEntries(columns.map((name, n) => [name, row[n] ?? '']).filter(([, cell]) => cell !== '')),
      ),
    );
    if (objects.length > 0) yield `${first ? '\n' : ',\n'}${objects.join(',\n')}`;
    first = first && objects.length === 0;
    await wrote(part.length);
  }
  yield first ? ']\n' : '\n]\n';
}
