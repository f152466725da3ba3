import { Command, Option } from 'commander';
import { BATCH_STATES, type BatchState } from '../domain/cards/custody.ts';
import type { Difference } from '../domain/cards/differences.ts';
import { DESTRUCTION_METHODS } from '../domain/certificates/card-words.ts';
import { closeBatch } from '../operations/cards/batches/close-batch.ts';
import { handOverBatch } from '../operations/cards/batches/hand-over-batch.ts';
import { listBatches } from '../operations/cards/batches/list-batches.ts';
import { openBatch } from '../operations/cards/batches/open-batch.ts';
import { putBagInBatch } from '../operations/cards/batches/put-bag-in-batch.ts';
import { recordDestruction } from '../operations/cards/batches/record-destruction.ts';
import { scanBatch } from '../operations/cards/batches/scan-batch.ts';
import { viewBatch } from '../operations/cards/batches/view-batch.ts';
import { actingStaff } from './acting-staff.ts';
import { chainText } from './card-bags.ts';
import { cardCommandWords, type JsonFlag, tell } from './card-words.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { countOf } from './count-of.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { localInstant } from './local-instant.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { readScans } from './scans-file.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

const BATCH = 'BT-4M8D2HT5';
const BAG = 'BG-7K3F9QXM';

/** Batches of bags that are destroyed together. */
export function batchCommand(): Command {
  const command = new Command('batch').description(
    'Batches of bags: fill, hand over, scan, close, record the destruction.',
  );
  for (const one of [
    openCommand(),
    listCommand(),
    showCommand(),
    addCommand(),
    handOverCommand(),
    scanCommand(),
    closeCommand(),
    destroyCommand(),
  ])
    command.addCommand(one);
  return command;
}

function openCommand(): Command {
  return withExamples(
    new Command('open').description('Begin a batch; prints its number.').option('--json', 'print as JSON'),
    'cards batch open',
  ).action((flags: JsonFlag) =>
    withBase(async ({ operations }) => {
      const { number } = await openBatch(operations, actingStaff());
      tell(flags, { batch: number }, number);
    }),
  );
}

interface ListFlags extends PageFlags {
  readonly state?: BatchState;
}

function listCommand(): Command {
  return withExamples(
    paged(
      new Command('list')
        .description('List batches, the newest first.')
        .addOption(new Option('--state <state>', 'only those in this state').choices(BATCH_STATES)),
      'batch',
      'batch',
    ),
    'cards batch list --state handed_over',
  ).action((flags: ListFlags) =>
    withBase(async ({ operations }) => {
      const { state = null, limit, after = null } = flags;
      const page = await listBatches(operations, actingStaff(), { state, limit, after });
      const words = cardCommandWords();
      const rows = page.batches.map((batch) => [
        ...[batch.number, batch.state, String(batch.bags), String(batch.cards), batch.destroyer ?? ''],
        localInstant(batch.openedAt.toISOString()),
      ]);
      const more =
        page.next === null ? '' : `\n${words.more(nextPage('cards batch list', flags, page.next))}`;
      tell(flags, page, rows.length === 0 ? words.noBatches : tableText(rows).trimEnd() + more);
    }),
  );
}

function showCommand(): Command {
  return withExamples(
    new Command('show')
      .argument('<batch>', `e.g. ${BATCH}`)
      .description('A batch, its bags, through whose hands it went, and how it was destroyed.')
      .option('--json', 'print as JSON'),
    `cards batch show ${BATCH}`,
  ).action((batch: string, flags: JsonFlag) =>
    withBase(async ({ operations }) => {
      const view = await viewBatch(operations, actingStaff(), { batch });
      const { number, state, cards, seal, destroyer } = view.batch;
      const record = view.destruction;
      const text = [
        tableText([[number, state, String(cards), seal ?? '', destroyer ?? '']]),
        tableText(view.bags.map((bag) => [`    ${bag.number}`, String(bag.cards), bag.seal ?? ''])),
        chainText(view.chain),
        record === null
          ? ''
          : tableText([
              [
                ...[`    ${record.destroyedOn}`, record.method, record.particleClass ?? ''],
                ...[`${record.weightGrams} g`, record.witness, record.reference],
              ],
            ]),
      ];
      tell(flags, view, text.join('').trimEnd());
    }),
  );
}

function addCommand(): Command {
  return withExamples(
    new Command('add')
      .argument('<batch>', `e.g. ${BATCH}`)
      .description('Put a sealed bag in an open batch.')
      .requiredOption('--bag <bag>', `e.g. ${BAG}`)
      .requiredOption('--seal <seal>', 'the number of the seal that is on it')
      .option('--json', 'print as JSON'),
    `cards batch add ${BATCH} --bag ${BAG} --seal S-004711`,
  ).action((batch: string, flags: JsonFlag & { bag: string; seal: string }) =>
    withBase(async ({ operations }) => {
      const { bag, seal } = flags;
      await putBagInBatch(operations, actingStaff(), { batch, bag, seal });
      tell(flags, { batch, bag }, cardCommandWords().inBatch(bag, batch));
    }),
  );
}

function handOverCommand(): Command {
  return withExamples(
    new Command('hand-over')
      .argument('<batch>', `e.g. ${BATCH}`)
      .description('Seal a batch and hand it to the destroyer.')
      .requiredOption('--count <n>', 'how many cards you counted', countOf(0, 1_000_000))
      .requiredOption('--seal <seal>', 'the number of the seal that you put on')
      .requiredOption('--to <destroyer>', 'the firm')
      .option('--json', 'print as JSON'),
    `cards batch hand-over ${BATCH} --count 420 --seal P-000815 --to "Lakeside Shredding"`,
  ).action((batch: string, flags: JsonFlag & { count: number; seal: string; to: string }) =>
    withBase(async ({ operations }) => {
      const { count: counted, seal, to: destroyer } = flags;
      await handOverBatch(operations, actingStaff(), { batch, counted, seal, destroyer });
      tell(flags, { batch, done: 'hand-over' }, cardCommandWords().batchHandedOver(batch));
    }),
  );
}

function scanCommand(): Command {
  return withExamples(
    new Command('scan')
      .argument('<batch>', `e.g. ${BATCH}`)
      .description('Keep what was scanned of a batch at the destroyer. Nothing is compared yet.')
      .requiredOption(
        '--file <scans.csv>',
        'an ICCID a line, then the bag where it is known; - reads standard input',
      )
      .option('--start-over', 'forget what was scanned before')
      .option('--json', 'print as JSON'),
    `cards batch scan ${BATCH} --file scans.csv`,
  ).action((batch: string, flags: JsonFlag & { file: string; startOver?: boolean }) => {
    const scans = readScans(flags.file);
    return withBase(async ({ operations }) => {
      const kept = await scanBatch(operations, actingStaff(), { batch, scans, startOver: flags.startOver });
      tell(flags, kept, cardCommandWords().scanned(kept.scans));
    });
  });
}

interface CloseFlags extends JsonFlag {
  readonly count: number;
  readonly seal: string;
  readonly file?: string;
}

/** Exit code 1 where anything differs. */
function closeCommand(): Command {
  return withExamples(
    new Command('close')
      .argument('<batch>', `e.g. ${BATCH}`)
      .description('Close a batch where seal, count and every card agree; else name each difference.')
      .requiredOption('--count <n>', 'how many cards you counted', countOf(0, 1_000_000))
      .requiredOption('--seal <seal>', 'the number of the seal that was on it')
      .option('--file <scans.csv>', 'what was scanned, in place of all that was scanned before')
      .option('--json', 'print as JSON'),
    `cards batch close ${BATCH} --count 420 --seal P-000815 --file scans.csv`,
  ).action((batch: string, flags: CloseFlags) => {
    const scans = flags.file === undefined ? null : readScans(flags.file);
    return withBase(async ({ operations }) => {
      if (scans !== null) await scanBatch(operations, actingStaff(), { batch, scans, startOver: true });
      const { count: counted, seal } = flags;
      const closing = await closeBatch(operations, actingStaff(), { batch, counted, seal });
      if (!closing.closed) process.exitCode = ExitCode.failed;
      const words = cardCommandWords();
      const text = closing.closed
        ? words.closed(batch, closing.expected)
        : [...closing.differences.map(differenceText), words.notClosed(closing.differences.length)].join(
            '\n',
          );
      tell(flags, closing, text);
    });
  });
}

function differenceText({ kind, iccid, bag, books, found }: Difference): string {
  const { differences: words } = cardCommandWords();
  switch (kind) {
    case 'seal':
      return words.seal;
    case 'count':
      return words.count(books ?? '', found ?? '');
    case 'missing':
      return words.missing(iccid ?? '', bag ?? '');
    case 'scanned_twice':
      return words.scanned_twice(iccid ?? '', found ?? '');
    case 'other_bag':
      return words.other_bag(iccid ?? '', books ?? '');
    default:
      return words[kind](iccid ?? '');
  }
}

interface DestroyFlags extends JsonFlag, ConsentFlags {
  readonly on: string;
  readonly method: string;
  readonly class?: string;
  readonly weight: number;
  readonly witness: string;
  readonly reference: string;
}

function destroyCommand(): Command {
  const command = withExamples(
    asksFirst(
      new Command('destroy')
        .argument('<batch>', `e.g. ${BATCH}`)
        .description('Record that a closed batch was destroyed; new certificates say so.')
        .requiredOption('--on <date>', 'the day, e.g. 2026-11-28')
        .addOption(new Option('--method <method>', 'how').choices(DESTRUCTION_METHODS).makeOptionMandatory())
        .option('--class <class>', 'ISO/IEC 21964 (DIN 66399), e.g. E-4; for what is cut')
        .requiredOption('--weight <grams>', 'what was destroyed weighs', countOf(1, 1_000_000))
        .requiredOption('--witness <name>', 'who saw it')
        .requiredOption('--reference <text>', "the destroyer's own record")
        .option('--json', 'print as JSON'),
    ),
    `cards batch destroy ${BATCH} --on 2026-11-28 --method shredded --class E-4 --weight 5120 --witness "Wang Fang" --reference VN-118 --yes`,
  );
  return command.action(async (batch: string, flags: DestroyFlags) => {
    const consent = consentOf(command, flags);
    await withBase(async ({ operations }) => {
      const words = cardCommandWords();
      if (!(await consent(() => words.consent.destroy(batch)))) return;
      const destroyed = await recordDestruction(operations, actingStaff(), {
        ...{ batch, destroyedOn: flags.on, method: flags.method, particleClass: flags.class ?? null },
        ...{ weightGrams: flags.weight, witness: flags.witness, reference: flags.reference },
      });
      tell(flags, destroyed, words.destroyed(destroyed.cards));
    });
  });
}
