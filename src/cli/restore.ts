import { closeSync, openSync } from 'node:fs';
import { Command } from 'commander';
import { messages } from '../messages/index.ts';
import { type Replayed, replayErasures } from '../operations/erasure/replay-erasures.ts';
import { journalAt } from '../run/erasure-journal.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { printableJson, printableText } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { withBase } from './with-base.ts';

/** What is done with a database that came out of a backup, before it is opened. */
export function restoreCommand(): Command {
  const command = new Command('restore').description('What a restored database needs before it is opened.');
  withExamples(
    command
      .command('check')
      .description(
        'Look who was erased after the backup was made, as the journal beside the keys knows it. With --yes they are erased again. Exit code 1 while somebody is missing.',
      )
      .option(
        '--tombstones <file...>',
        'journals that were kept elsewhere, read beside that of the data folder',
      )
      .option('--yes', 'erase them again')
      .option('--json', 'print as JSON'),
    'restore check',
    'restore check --tombstones /safe/journal.jsonl --yes',
  ).action((flags: Flags) => check(flags));
  return command;
}

interface Flags {
  readonly tombstones?: readonly string[];
  readonly yes?: true;
  readonly json?: true;
}

async function check({ tombstones = [], ...flags }: Flags): Promise<void> {
  const [yes, json] = [flags.yes === true, flags.json === true];
  // Of a journal beside the keys there may be none yet; one that somebody names and that is not there is a mistake, told by its path.
  for (const path of tombstones) closeSync(openSync(path, 'r'));
  const words = messages(readerLanguage()).privacy.commands;
  const shown = process.stderr.isTTY && !json;
  const found = await withBase(
    ({ operations, vault }) =>
      replayErasures(operations, actingStaff(), {
        journals: [operations.erasures, ...tombstones.map((path) => journalAt(path, vault))].map((journal) =>
          journal.entries(),
        ),
        dryRun: !yes,
        ...(shown
          ? { progress: (so: Replayed) => process.stderr.write(`\r${words.progress(so.read, so.missing)}`) }
          : {}),
      }),
    { restored: true },
  );
  if (shown) process.stderr.write('\n');
  const { read, missing } = found;
  const said = yes ? words.replayed(missing, read) : words.would(missing, read);
  process.stdout.write(`${json ? printableJson({ ...found, replayed: yes }) : printableText(said)}\n`);
  if (!yes && missing > 0) process.exitCode = ExitCode.failed;
}
