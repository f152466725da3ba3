import { Command } from 'commander';
import { errorText } from '../messages/errors.ts';
import { messages } from '../messages/index.ts';
import { importStores } from '../operations/stores/import-stores.ts';
import { readStoreFile, STORE_COLUMNS, type StoreProblem } from '../operations/stores/store-file.ts';
import { listStores, type StorePage } from '../operations/stores/view-stores.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { printableJson, printableLines } from './printable.ts';
import { readInput } from './read-input.ts';
import { readerLanguage } from './reader-language.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

/** More wrong places than this are counted, and not listed. */
const MOST_LISTED = 50;

interface ImportFlags {
  readonly encoding: string;
  readonly ignore: readonly string[];
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Where people are attended to: the operator's list, from a file. */
export function storesCommand(): Command {
  return new Command('stores')
    .description('Stores with their services, hours and appointments.')
    .addCommand(importCommand())
    .addCommand(listCommand());
}

function importCommand(): Command {
  return withExamples(
    new Command('import'),
    'stores import stores.csv --dry-run',
    'stores import stores.csv --encoding gb18030',
  )
    .argument('<file>', 'CSV, as examples/stores.csv; - reads standard input')
    .option('--encoding <label>', 'of the file, e.g. gb18030', 'utf-8')
    .option('--ignore <column...>', 'columns that are not ours', [])
    .option('--dry-run', 'check everything, change nothing', false)
    .option('--json', 'print the result as JSON', false)
    .description(
      `Make the list of stores that of the file, whole or not at all. Columns: ${STORE_COLUMNS.join(', ')}.`,
    )
    .action((file: string, flags: ImportFlags) => withBase(({ operations }) => run(operations, file, flags)));
}

async function run(
  operations: Parameters<typeof importStores>[0],
  path: string,
  { encoding, ignore, dryRun, json }: ImportFlags,
): Promise<void> {
  const file = await readStoreFile(operations, readInput(path), { encoding, ignored: ignore });
  const { command } = messages(readerLanguage()).storeVisits;
  if (file.problems.length > 0) {
    process.exitCode = ExitCode.failed;
    if (json) return void process.stdout.write(`${printableJson({ problems: file.problems })}\n`);
    const told = file.problems.slice(0, MOST_LISTED).map(problemText);
    const rest = file.problems.length - told.length;
    const lines = [...told, ...(rest > 0 ? [`+ ${rest}`] : []), command.nothing];
    return void process.stderr.write(`${printableLines(lines.join('\n'))}\n`);
  }
  const done = await importStores(operations, actingStaff(), { file, dryRun });
  if (json) return void process.stdout.write(`${printableJson({ ...done, written: !dryRun })}\n`);
  const { stores, closed, appointmentsEnded } = done;
  process.stdout.write(`${command[dryRun ? 'dry' : 'imported'](stores, closed, appointmentsEnded)}\n`);
}

function problemText({ row, column, code, facts }: StoreProblem): string {
  const language = readerLanguage();
  const { title, detail } = errorText(language, code, facts, 'operator');
  const { punctuation, storeVisits } = messages(language);
  return storeVisits.command.problem(row, column, punctuation.titled(title, detail));
}

function listCommand(): Command {
  return withExamples(new Command('list'), 'stores list', 'stores list --json')
    .option('--json', 'print as JSON', false)
    .description('The stores, in the order of the file.')
    .action(({ json }: { readonly json: boolean }) =>
      withBase(async ({ operations }) => {
        const stores: StorePage['stores'][number][] = [];
        for (let after: string | null = null; ; ) {
          const page: StorePage = await listStores(operations, actingStaff(), {
            ...{ jurisdiction: null, province: null, service: null },
            ...{ after, limit: 1_000 },
          });
          stores.push(...page.stores);
          after = page.next;
          if (after === null) break;
        }
        const language = readerLanguage();
        const { command } = messages(language).storeVisits;
        if (json) {
          const shown = stores.map(({ hours: _, hoursText, ...store }) => ({ ...store, hours: hoursText }));
          return void process.stdout.write(`${printableJson({ stores: shown })}\n`);
        }
        if (stores.length === 0) return void process.stdout.write(`${command.none}\n`);
        process.stdout.write(
          tableText(
            stores.map((store) => [
              store.storeId,
              store.names[language],
              store.province ?? store.jurisdiction,
              store.services.join(' '),
              store.hoursText,
              store.places === 0 ? command.walkIn : command.places(store.places, store.slotMinutes),
            ]),
          ),
        );
      }),
    );
}
