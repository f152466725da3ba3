import { open } from 'node:fs/promises';
import { Command } from 'commander';
import { loadRulebooks } from '../config/rulebook-file.ts';
import { CHANGE_KINDS } from '../domain/cases/replay.ts';
import { HandbackError } from '../domain/errors.ts';
import type { Rulebook } from '../domain/rules/rulebook.ts';
import { rulebookDifference } from '../domain/rules/rulebook-difference.ts';
import { localDateAt, parseLocalDate } from '../domain/values/local-date.ts';
import { messages } from '../messages/index.ts';
import { changeSentence } from '../messages/rule-difference.ts';
import type { Operations } from '../operations/context.ts';
import { adoptRulebook } from '../operations/rulebooks/adopt-rulebook.ts';
import { proposeRulebook } from '../operations/rulebooks/propose-rulebook.ts';
import { counted, isChanged, NO_COUNTS } from '../operations/rulebooks/replay-decisions.ts';
import { dayOf, MOST_DECISIONS, simulate } from '../operations/rulebooks/simulate.ts';
import { viewRulebook, viewRulebooks } from '../operations/rulebooks/view-rulebooks.ts';
import { SIMULATION_HEAD, simulationLine } from '../reports/simulation-csv.ts';
import { RULEBOOK_FOLDER } from '../run/compose.ts';
import { actingStaff } from './acting-staff.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { countOf } from './count-of.ts';
import { withExamples } from './examples.ts';
import { commandWords, readerLanguage } from './reader-language.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

const USUALLY = 10_000;
const print = (text: string): void => void process.stdout.write(text);

/** The commands about versions of rulebooks: what is in force, what is proposed, and what it would change. */
export function rulebookVersionCommands(): readonly Command[] {
  return [listCommand(), differenceCommand(), proposeCommand(), adoptCommand(), simulateCommand()];
}

function listCommand(): Command {
  return withExamples(new Command('list'), 'rules list', 'rules list --json')
    .option('--json', 'print as JSON')
    .description('What is in force where and since when, and what is proposed.')
    .action(({ json = false }: { json?: boolean }) =>
      withBase(async ({ operations: op }) => {
        const all = (await viewRulebooks(op, actingStaff())).flatMap(({ inForce, proposed, superseded }) => [
          ...[inForce, ...proposed, ...superseded],
        ]);
        if (json) return print(`${JSON.stringify(all)}\n`);
        const words = messages(readerLanguage()).ruleDesk;
        print(
          tableText([
            [words.version, words.state, words.since],
            ...all.map(({ jurisdiction, version, state, inForceSince, loadedAt }) => [
              ...[
                `${jurisdiction} ${version}`,
                words.states[state],
                (inForceSince ?? loadedAt).toISOString(),
              ],
            ]),
          ]),
        );
      }),
    );
}

function differenceCommand(): Command {
  return withExamples(
    new Command('difference'),
    'rules difference cn 2026.2',
    'rules difference cn --folder my-rules',
  )
    .argument('<jurisdiction>', 'such as cn')
    .argument('[version]', 'a version that is kept; without it that of the folder')
    .option('--folder <folder>', 'where the rulebook files are', RULEBOOK_FOLDER)
    .option('--json', 'print as JSON')
    .description('Say in words what differs from what is in force.')
    .action((jurisdiction: string, version: string | undefined, flags: { folder: string; json?: boolean }) =>
      withBase(async ({ operations: op }, { rulebookOverlay }) => {
        const { book, changes } = await bookOf(op, {
          jurisdiction,
          version,
          folder: flags.folder,
          rulebookOverlay,
        });
        if (flags.json) return print(`${JSON.stringify(changes)}\n`);
        const t = messages(readerLanguage());
        const days = { date: String, today: localDateAt(op.clock.now(), book.timeZone) };
        const lines = changes.map((change) => changeSentence(t, change, days));
        print(`${(lines.length === 0 ? [t.ruleDesk.noDifference] : lines).join('\n')}\n`);
      }),
    );
}

function proposeCommand(): Command {
  return withExamples(new Command('propose'), 'rules propose', 'rules propose my-rules --json')
    .argument('[folder]', 'where the rulebook files are', RULEBOOK_FOLDER)
    .option('--json', 'print as JSON')
    .description('Propose the versions of a folder without starting again. Nothing is decided by them yet.')
    .action((folder: string, { json = false }: { json?: boolean }) =>
      withBase(async ({ operations: op }, { rulebookOverlay }) => {
        const books = await loadRulebooks(folder, rulebookOverlay ?? undefined);
        const { rules: words } = commandWords();
        const found: { jurisdiction: string; version: string; state: string }[] = [];
        for (const book of books.values()) {
          const state = await proposeRulebook(op, actingStaff(), { book });
          found.push({ jurisdiction: book.jurisdiction, version: book.version, state });
        }
        print(
          json
            ? `${JSON.stringify(found)}\n`
            : found
                .map((one) => `${words.proposed(`${one.jurisdiction} ${one.version}`, one.state)}\n`)
                .join(''),
        );
      }),
    );
}

function adoptCommand(): Command {
  const command = asksFirst(new Command('adopt'))
    .argument('<jurisdiction>', 'such as cn')
    .argument('<version>', 'a version that is proposed, or was in force before')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .description(
      'Put a version in force from this machine. The audit log says that it was done here, by one person.',
    )
    .action(async (jurisdiction: string, version: string, flags: ConsentFlags & { reason: string }) => {
      const consent = consentOf(command, flags);
      if (!(await consent((words) => words.adoptRulebook(`${jurisdiction} ${version}`)))) return;
      await withBase(async ({ operations: op }) => {
        await adoptRulebook(op, actingStaff(), { jurisdiction, version, reason: flags.reason });
        print(`${commandWords().rules.adopted(`${jurisdiction} ${version}`)}\n`);
      });
    });
  return withExamples(command, 'rules adopt cn 2026.2 --reason "ticket 4711" --yes');
}

interface SimulateFlags {
  readonly last: number;
  readonly folder: string;
  readonly on?: string;
  readonly report?: string;
  readonly json?: boolean;
}

function simulateCommand(): Command {
  return withExamples(
    new Command('simulate'),
    'rules simulate cn 2026.2 --last 10000',
    'rules simulate cn --folder my-rules --on 2026-12-01 --report changes.csv --json',
  )
    .argument('<jurisdiction>', 'such as cn')
    .argument('[version]', 'a version that is kept; without it that of the folder')
    .option('--folder <folder>', 'where the rulebook files are', RULEBOOK_FOLDER)
    .option('--last <n>', 'how many of the newest decisions', countOf(1, MOST_DECISIONS), USUALLY)
    .option('--on <day>', 'by the rules of this day; default: the first on which all that differs is so')
    .option('--report <file>', 'a CSV of what would come out otherwise')
    .option('--json', 'print the counts as JSON')
    .description('Make past decisions again by another version, and count what would come out otherwise.')
    .action((jurisdiction: string, version: string | undefined, flags: SimulateFlags) =>
      withBase(async ({ operations: op }, { rulebookOverlay }) => {
        const { folder, last } = flags;
        const view = await bookOf(op, { jurisdiction, version, folder, rulebookOverlay });
        const on = dayOf(op, view, flags.on === undefined ? null : parseLocalDate(flags.on));
        const report = flags.report === undefined ? null : await open(flags.report, 'w');
        try {
          await report?.write(SIMULATION_HEAD);
          let counts = NO_COUNTS;
          for await (const page of simulate(op, actingStaff(), { book: view.book, on, last })) {
            counts = counted(counts, page);
            const lines = page
              .filter(isChanged)
              .map(({ past, result }) => (typeof result === 'object' ? simulationLine(past, result) : ''));
            await report?.write(lines.join(''));
          }
          const { all } = counts;
          if (flags.json)
            return print(`${JSON.stringify({ jurisdiction, version: view.book.version, on, ...all })}\n`);
          const words = messages(readerLanguage()).ruleDesk.simulate;
          print(
            tableText([
              [words.replayed, String(all.replayed)],
              [words.unchanged, String(all.unchanged)],
              ...CHANGE_KINDS.map((kind) => [words.counts[kind], String(all[kind])]),
              [words.erased, String(all.erased)],
              [words.unknown, String(all.unknown)],
            ]),
          );
        } finally {
          await report?.close();
        }
      }),
    );
}

/** A version that is kept, or one that only a folder has. */
async function bookOf(
  op: Operations,
  from: {
    readonly jurisdiction: string;
    readonly version: string | undefined;
    readonly folder: string;
    readonly rulebookOverlay: string | null;
  },
): Promise<{ readonly book: Rulebook; readonly changes: ReturnType<typeof rulebookDifference> }> {
  const { jurisdiction, version } = from;
  if (version !== undefined) return viewRulebook(op, actingStaff(), { jurisdiction, version });
  const book = (await loadRulebooks(from.folder, from.rulebookOverlay ?? undefined)).get(jurisdiction);
  if (book === undefined) throw new HandbackError('rulebook_missing', { jurisdiction });
  return { book, changes: rulebookDifference(op.rulebooks.inForce(jurisdiction), book) };
}
