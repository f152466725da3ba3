import { Command, Option } from 'commander';
import { FLAG_REASONS } from '../domain/numbers/quarantine.ts';
import { messages } from '../messages/index.ts';
import { extendQuarantine, flagNumber, notePortedAway } from '../operations/numbers/change-rest.ts';
import { listBatches, proposeReleases, releaseNumbers } from '../operations/numbers/release-numbers.ts';
import {
  type LedgerNumber,
  listNumbers,
  NUMBER_STATES,
  type NumberState,
  viewNumber,
} from '../operations/numbers/view-numbers.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { printableJson, printableText } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

const NUMBER = '+8617000000001';
const BATCH = '0198c0de-0000-7000-8000-000000000000';

/** The number ledger: what rests and why, and what is released. */
export function numbersCommand(): Command {
  return new Command('numbers')
    .description('The number ledger: which numbers rest, why and until when, and their release.')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(extendCommand())
    .addCommand(flagCommand())
    .addCommand(portedCommand())
    .addCommand(batchesCommand())
    .addCommand(releaseCommand());
}

interface ListFlags extends PageFlags {
  readonly state?: NumberState;
  readonly prefix?: string;
}

function listCommand(): Command {
  return withExamples(
    paged(
      new Command('list')
        .description('Numbers of the ledger, sorted.')
        .addOption(new Option('--state <state>', 'only those in this state').choices(NUMBER_STATES))
        .option('--prefix <digits>', 'only those that begin so, with the plus'),
      'number',
      'one',
    ),
    'numbers list --state quarantined',
    'numbers list --prefix +861700 --json',
  ).action((flags: ListFlags) =>
    withBase(async ({ operations }) => {
      const { state = null, prefix = null, limit, after = null, json = false } = flags;
      const page = await listNumbers(operations, actingStaff(), {
        ...{ state, prefix, freeBy: null, limit, after },
      });
      if (json) return void process.stdout.write(`${printableJson(page)}\n`);
      const t = words();
      if (page.numbers.length === 0) return void process.stdout.write(`${t.none}\n`);
      process.stdout.write(tableText(page.numbers.map(rowOf)));
      if (page.next !== null)
        process.stdout.write(`${t.more}: ${nextPage('numbers list', flags, page.next)}\n`);
    }),
  );
}

function showCommand(): Command {
  return withExamples(
    new Command('show')
      .argument('<number>', 'with + and country code')
      .description('One number: its state, and why it rests until when. The look is audited.')
      .option('--json', 'print as JSON'),
    `numbers show ${NUMBER}`,
  ).action((number: string, { json = false }: { readonly json?: boolean }) =>
    withBase(async ({ operations }) => {
      const found = await viewNumber(operations, actingStaff(), { number });
      if (json) return void process.stdout.write(`${printableJson(found)}\n`);
      const { caseDesk, numberDesk: t, punctuation } = messages(readerLanguage());
      const { aside, labelled } = punctuation;
      process.stdout.write(tableText([rowOf(found)]));
      for (const { because, until, rule } of found.reasons ?? [])
        process.stdout.write(
          `${t.until(t.reasons[because], until)}${rule === null ? '' : aside(caseDesk.page.version(rule.id, rule.version))}\n`,
        );
      for (const { because, note } of found.flags)
        process.stdout.write(`${labelled(t.flags[because], printableText(note))}\n`);
    }),
  );
}

function extendCommand(): Command {
  return withExamples(
    new Command('extend')
      .argument('<number>', 'with + and country code')
      .requiredOption('--until <date>', 'the first day on which it may be released, as YYYY-MM-DD')
      .requiredOption('--reason <text>', 'for colleagues, in the audit log')
      .description('Has a number rest longer.'),
    `numbers extend ${NUMBER} --until 2027-06-30 --reason "letters of a bank still come"`,
  ).action((number: string, { until, reason }: { readonly until: string; readonly reason: string }) =>
    withBase(async ({ operations }) => {
      await extendQuarantine(operations, actingStaff(), { number, until, reason });
      process.stdout.write(tableText([rowOf(await viewNumber(operations, actingStaff(), { number }))]));
    }),
  );
}

function flagCommand(): Command {
  return withExamples(
    new Command('flag')
      .argument('<number>', 'with + and country code')
      .addOption(
        new Option('--because <why>', 'what it was used for').choices(FLAG_REASONS).makeOptionMandatory(),
      )
      .requiredOption('--reason <text>', 'for colleagues, in the audit log')
      .description('Says that a number was used to harass or to defraud: it rests longer by the rule.'),
    `numbers flag ${NUMBER} --because fraud --reason "reported by three banks"`,
  ).action((number: string, { because, reason }: { readonly because: string; readonly reason: string }) =>
    withBase(async ({ operations }) => {
      await flagNumber(operations, actingStaff(), { number, because, reason });
      process.stdout.write(tableText([rowOf(await viewNumber(operations, actingStaff(), { number }))]));
    }),
  );
}

function portedCommand(): Command {
  return withExamples(
    new Command('ported')
      .argument('<number>', 'with + and country code')
      .requiredOption('--reason <text>', 'for colleagues, in the audit log')
      .description('Says that a number that rested went to another operator: it is not released.'),
    `numbers ported ${NUMBER} --reason "port of 3 March, to operator 42"`,
  ).action((number: string, { reason }: { readonly reason: string }) =>
    withBase(async ({ operations }) => {
      await notePortedAway(operations, actingStaff(), { number, reason });
      process.stdout.write(tableText([rowOf(await viewNumber(operations, actingStaff(), { number }))]));
    }),
  );
}

function batchesCommand(): Command {
  return withExamples(
    new Command('batches')
      .description('Numbers that wait to be released together, and those that were.')
      .option('--propose', 'first propose the numbers whose rest is over, as is done each night')
      .option('--json', 'print as JSON'),
    'numbers batches --propose',
  ).action(({ propose = false, json = false }: { readonly propose?: boolean; readonly json?: boolean }) =>
    withBase(async ({ operations }) => {
      if (propose) await proposeReleases(operations, actingStaff());
      const batches = await listBatches(operations, actingStaff(), { open: null, limit: 50 });
      if (json) return void process.stdout.write(`${printableJson(batches)}\n`);
      const t = words();
      if (batches.length === 0) return void process.stdout.write(`${t.noBatch}\n`);
      process.stdout.write(
        tableText(
          batches.map(({ batchId, proposedAt, numbers, kind, rangeHolder, releasedAt }) => [
            ...[batchId, localInstant(proposedAt.toISOString()), String(numbers), t.kinds[kind]],
            ...[rangeHolder ?? '', releasedAt === null ? '' : localInstant(releasedAt.toISOString())],
          ]),
        ),
      );
    }),
  );
}

function releaseCommand(): Command {
  return withExamples(
    new Command('release')
      .argument('<batch>', 'as `handback numbers batches` lists it')
      .description(
        'Releases the numbers of a batch: own ones are free, others go back to their range holder. At the desk a second person agrees.',
      ),
    `numbers release ${BATCH}`,
  ).action((batchId: string) =>
    withBase(async ({ operations }) => {
      const released = await releaseNumbers(operations, actingStaff(), { batchId });
      process.stdout.write(`${words().released}: ${released}\n`);
    }),
  );
}

const words = () => messages(readerLanguage()).numberDesk;

function rowOf({ msisdn, state, since, releaseOn, rangeHolder }: LedgerNumber): readonly string[] {
  return [
    ...[msisdn, words().states[state], localInstant(since.toISOString())],
    ...[releaseOn ?? '', printableText(rangeHolder ?? '')],
  ];
}
