import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Command, Option } from 'commander';
import { HandbackError } from '../domain/errors.ts';
import { type ImportSummary, importLines } from '../operations/lines/import-lines.ts';
import type { ImportFormat } from '../operations/lines/import-rows.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { columnsReference } from './import-columns.ts';
import { errorFile } from './import-error-file.ts';
import { importProgress } from './import-progress.ts';
import { commandWords, readerLanguage } from './reader-language.ts';
import { withBase } from './with-base.ts';

interface Options {
  readonly format?: ImportFormat;
  readonly encoding: string;
  readonly errors?: string;
  readonly ignore: readonly string[];
  readonly strict: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly columns: boolean;
}

export function importCommand(): Command {
  return withExamples(
    new Command('import'),
    'import lines.csv --dry-run',
    'import lines.csv --encoding gb18030 --errors bad.csv',
    'import - --format ndjson < lines.ndjson',
  )
    .argument('[file]', 'CSV or NDJSON; - for standard input')
    .addOption(
      new Option('--format <format>', 'where the name of the file does not tell').choices(['csv', 'ndjson']),
    )
    .option('--encoding <label>', 'of the file, e.g. gb18030', 'utf-8')
    .option('--errors <path>', 'where bad rows are listed (default: FILE.errors.csv)')
    .option('--ignore <column...>', 'columns that are not ours', [])
    .option('--strict', 'write nothing when any row is bad', false)
    .option('--dry-run', 'check everything, write nothing', false)
    .option('--json', 'print the result as JSON', false)
    .option('--columns', 'print the columns and end', false)
    .description(
      'Bring in lines: new ones are made, changed ones updated, the same again passed over. Safe to repeat.',
    )
    .action(async (file: string | undefined, options: Options, command: Command) => {
      if (options.columns) return void process.stdout.write(columnsReference());
      if (file === undefined) command.error("error: missing required argument 'file'");
      keepHeapSmall();
      const summary = await importFile(file, options);
      if (summary.failed > 0) process.exitCode = ExitCode.failed;
    });
}

/**
 * Rows live for one batch, which V8 takes for a reason to let the heap grow: 405 MB instead of 200 for the same million,
 * on the machine that also serves people. These two only say how eagerly it grows.
 */
function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=50');
}

async function importFile(file: string, options: Options): Promise<ImportSummary> {
  const format = options.format ?? formatOf(file);
  const { bytes, size } = openSource(file);
  const errorPath = options.errors ?? `${file === '-' ? 'import' : file}.errors.csv`;
  if (resolve(errorPath) === resolve(file)) throw new HandbackError('request_invalid', { field: '--errors' });
  const errors = errorFile(errorPath, readerLanguage());
  const progress = importProgress(process.stderr, size, options.json);
  try {
    const summary = await withBase(({ operations }) =>
      importLines(operations, actingStaff(), {
        source: progress.count(readable(bytes)),
        format,
        encoding: options.encoding,
        ignored: options.ignore,
        strict: options.strict,
        dryRun: options.dryRun,
        events: { failures: (failures) => errors.write(failures), progress: progress.show },
      }),
    );
    const listed = await errors.close();
    progress.end();
    if (options.json)
      process.stdout.write(
        `${JSON.stringify({ ...summary, dryRun: options.dryRun, errors: listed, seconds: progress.seconds() })}\n`,
      );
    else process.stdout.write(summaryText(summary, listed, progress.seconds()));
    return summary;
  } catch (error) {
    progress.end();
    await errors.close();
    throw error;
  }
}

function formatOf(file: string): ImportFormat {
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.(ndjson|jsonl)$/i.test(file)) return 'ndjson';
  throw new HandbackError('import_file_invalid', { reason: 'format' });
}

function openSource(file: string): { bytes: AsyncIterable<Uint8Array>; size: number | null } {
  if (file === '-') return { bytes: process.stdin, size: null };
  let size: number | null;
  try {
    const found = statSync(file);
    if (found.isDirectory())
      throw new HandbackError('import_file_invalid', { reason: 'not_readable', cause: 'EISDIR' });
    size = found.isFile() ? found.size : null;
  } catch (error) {
    throw notReadable(error);
  }
  return { bytes: createReadStream(file), size };
}

async function* readable(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    throw notReadable(error);
  }
}

function notReadable(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof HandbackError || code === undefined) return error;
  return new HandbackError('import_file_invalid', { reason: 'not_readable', cause: code }, { cause: error });
}

function summaryText(summary: ImportSummary, errorPath: string | null, seconds: number): string {
  const { import: words } = commandWords();
  const rate = Math.round(summary.rows / Math.max(seconds, 0.001));
  const lines = [
    summary.written ? words.counts(summary) : words.wouldBe(summary),
    words.speed(seconds.toFixed(1), rate),
  ];
  if (!summary.written) lines.push(words.notWritten);
  if (errorPath !== null) lines.push(words.badRowsIn(errorPath));
  return `${lines.join('\n')}\n`;
}
