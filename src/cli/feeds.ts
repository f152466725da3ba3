import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { FEED_KINDS, feedState } from '../domain/numbers/feed-calendar.ts';
import { messages } from '../messages/index.ts';
import {
  checkMadeFeed,
  type Feed,
  listFeeds,
  makeFeed,
  noteFeedSent,
  readFeed,
} from '../operations/numbers/feeds.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { printableJson, printableText } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

const FEED = '0198c0de-0000-7000-8000-000000000000';

/** Lists of numbers that others get each month. */
export function feedsCommand(): Command {
  return new Command('feeds')
    .description('Lists of numbers that others get each month, from the number ledger.')
    .addCommand(makeCommand())
    .addCommand(listCommand())
    .addCommand(checkCommand())
    .addCommand(resendCommand())
    .addCommand(sentCommand());
}

interface MakeFlags {
  readonly kind: string;
  readonly month?: string;
  readonly recipient?: string;
  readonly json?: boolean;
}

function makeCommand(): Command {
  return withExamples(
    new Command('make')
      .addOption(new Option('--kind <kind>', 'which list').choices(FEED_KINDS).makeOptionMandatory())
      .option('--month <month>', 'of which month, as YYYY-MM; default: this one')
      .option('--recipient <name>', 'of range_holder: the range holder')
      .option('--json', 'print as JSON')
      .description(
        'Makes a list, once, checks it as its recipient would, and keeps it. A month without rows is a nil report.',
      ),
    'feeds make --kind rnd',
    'feeds make --kind range_holder --recipient "Operator 42"',
  ).action(({ kind, month, recipient = '', json = false }: MakeFlags) =>
    withBase(async ({ operations }) => {
      const feed = await makeFeed(operations, actingStaff(), { kind, period: month ?? null, recipient });
      process.stdout.write(json ? `${printableJson(feed)}\n` : tableText([rowOf(feed)]));
    }),
  );
}

function listCommand(): Command {
  return withExamples(
    new Command('list')
      .description('The lists of the last months, the newest first: what is due, made and handed in.')
      .option('--json', 'print as JSON'),
    'feeds list',
  ).action(({ json = false }: { readonly json?: boolean }) =>
    withBase(async ({ operations }) => {
      const feeds = await listFeeds(operations, actingStaff(), { limit: 100 });
      if (json) return void process.stdout.write(`${printableJson(feeds)}\n`);
      process.stdout.write(feeds.length === 0 ? `${words().noFeed}\n` : tableText(feeds.map(rowOf)));
    }),
  );
}

function checkCommand(): Command {
  return withExamples(
    new Command('check')
      .argument('<list>', 'as `handback feeds list` lists it')
      .description('Looks at a list as its recipient would, and whether it is as it was made.')
      .option('--json', 'print as JSON'),
    `feeds check ${FEED}`,
  ).action((feedId: string, { json = false }: { readonly json?: boolean }) =>
    withBase(async ({ operations }) => {
      const { faults, sameBytes } = await checkMadeFeed(operations, actingStaff(), { feedId });
      if (faults.length > 0 || !sameBytes) process.exitCode = 1;
      if (json) return void process.stdout.write(`${printableJson({ faults, sameBytes })}\n`);
      const t = words();
      for (const { line, what } of faults) process.stdout.write(`${t.fault(line, t.faults[what])}\n`);
      if (!sameBytes) process.stdout.write(`${t.changed}\n`);
      if (faults.length === 0 && sameBytes) process.stdout.write(`${t.checked}\n`);
    }),
  );
}

function resendCommand(): Command {
  return withExamples(
    new Command('resend')
      .argument('<list>', 'as `handback feeds list` lists it')
      .option('--output <file>', 'a file that is not there yet; default: the output')
      .description('Writes a list as it was made, byte for byte, to be handed in.'),
    `feeds resend ${FEED} --output rnd-2026-03.csv`,
  ).action((feedId: string, { output }: { readonly output?: string }) =>
    withBase(async ({ operations }) => {
      const { body } = await readFeed(operations, actingStaff(), { feedId });
      if (output === undefined) await pipeline(body, process.stdout, { end: false });
      else {
        // It must not take the place of a file that was handed in.
        await pipeline(body, createWriteStream(output, { flags: 'wx' }));
        process.stdout.write(
          `${messages(readerLanguage()).commandLine.fileWritten(printableText(output))}\n`,
        );
      }
    }),
  );
}

function sentCommand(): Command {
  return withExamples(
    new Command('sent')
      .argument('<list>', 'as `handback feeds list` lists it')
      .description('Notes that its recipient has taken a list, or that a nil month was confirmed to it.'),
    `feeds sent ${FEED}`,
  ).action((feedId: string) =>
    withBase(async ({ operations }) => {
      await noteFeedSent(operations, actingStaff(), { feedId });
      process.stdout.write(`${words().sent}\n`);
    }),
  );
}

const words = () => messages(readerLanguage()).numberDesk;

function rowOf(feed: Feed): readonly string[] {
  const { feedId, kind, recipient, period, dueOn, rows, sha256 } = feed;
  const t = words();
  return [
    ...[feedId, t.feedKinds[kind], printableText(recipient), period, dueOn],
    ...[
      rows === null ? '' : rows === 0 ? t.nil : String(rows),
      sha256?.slice(0, 16) ?? '',
      t.feedStates[feedState(feed)],
    ],
  ];
}
