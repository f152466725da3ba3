import { Command, Option } from 'commander';
import { BAG_STATES, type BagState } from '../domain/cards/custody.ts';
import type { Actor } from '../operations/access/actor.ts';
import { handOverBag } from '../operations/cards/bags/hand-over-bag.ts';
import { listBags } from '../operations/cards/bags/list-bags.ts';
import type { SignedBag } from '../operations/cards/bags/move-bag.ts';
import { openBag } from '../operations/cards/bags/open-bag.ts';
import { sealBag } from '../operations/cards/bags/seal-bag.ts';
import { takeOverBag } from '../operations/cards/bags/take-over-bag.ts';
import { viewBag } from '../operations/cards/bags/view-bag.ts';
import type { Operations } from '../operations/context.ts';
import { actingStaff } from './acting-staff.ts';
import { cardCommandWords, type JsonFlag, tell } from './card-words.ts';
import { countOf } from './count-of.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

const BAG = 'BG-7K3F9QXM';

/** Bags of old cards. Whoever runs the command signs, by the name of their account on this machine. */
export function bagCommand(): Command {
  const command = new Command('bag').description('Bags of old cards: open, seal, hand over, take over.');
  for (const one of [
    openCommand(),
    listCommand(),
    showCommand(),
    moveCommand('seal', 'Close a bag with a seal, or with another one after it was broken.', sealBag),
    moveCommand('hand-over', 'Give a sealed bag away.', handOverBag),
    moveCommand('take-over', 'Take over a bag that somebody else handed over.', takeOverBag),
  ])
    command.addCommand(one);
  return command;
}

function openCommand(): Command {
  return withExamples(
    new Command('open').description('Open a bag; prints its number.').option('--json', 'print as JSON'),
    'cards bag open',
  ).action((flags: JsonFlag) =>
    withBase(async ({ operations }) => {
      const { number } = await openBag(operations, actingStaff());
      tell(flags, { bag: number }, number);
    }),
  );
}

interface ListFlags extends PageFlags {
  readonly state?: BagState;
}

function listCommand(): Command {
  return withExamples(
    paged(
      new Command('list')
        .description('List bags, the newest first.')
        .addOption(new Option('--state <state>', 'only those in this state').choices(BAG_STATES)),
      'bag',
      'bag',
    ),
    'cards bag list --state sealed',
  ).action((flags: ListFlags) =>
    withBase(async ({ operations }) => {
      const { state = null, limit, after = null } = flags;
      const page = await listBags(operations, actingStaff(), { state, limit, after });
      const words = cardCommandWords();
      const rows = page.bags.map((bag) => [
        ...[bag.number, bag.state, String(bag.cards), bag.seal ?? '', bag.shop ?? ''],
        localInstant(bag.openedAt.toISOString()),
      ]);
      const more = page.next === null ? '' : `\n${words.more(nextPage('cards bag list', flags, page.next))}`;
      tell(flags, page, rows.length === 0 ? words.noBags : tableText(rows).trimEnd() + more);
    }),
  );
}

function showCommand(): Command {
  return withExamples(
    new Command('show')
      .argument('<bag>', `e.g. ${BAG}`)
      .description('A bag, its cards, and through whose hands it went.')
      .option('--json', 'print as JSON'),
    `cards bag show ${BAG}`,
  ).action((bag: string, flags: JsonFlag) =>
    withBase(async ({ operations }) => {
      const view = await viewBag(operations, actingStaff(), { bag });
      const text = [
        tableText([[view.bag.number, view.bag.state, String(view.bag.cards), view.bag.seal ?? '']]),
        tableText(view.cards.map(({ iccid, condition }) => [`    ${iccid}`, condition])),
        chainText(view.chain),
      ];
      tell(flags, view, text.join('').trimEnd());
    }),
  );
}

/** Who signed for what, a move a line. */
export function chainText(
  chain: readonly {
    readonly kind: string;
    readonly at: Date;
    readonly signerName: string;
    readonly counted: number | null;
    readonly seal: string | null;
  }[],
): string {
  return tableText(
    chain.map(({ kind, at, signerName, counted, seal }) => [
      ...[`    ${localInstant(at.toISOString())}`, kind, signerName],
      ...[counted === null ? '' : String(counted), seal ?? ''],
    ]),
  );
}

function moveCommand(
  name: 'seal' | 'hand-over' | 'take-over',
  about: string,
  act: (op: Operations, actor: Actor, signed: SignedBag) => Promise<void>,
): Command {
  return withExamples(
    new Command(name)
      .argument('<bag>', `e.g. ${BAG}`)
      .description(about)
      .requiredOption('--count <n>', 'how many cards you counted', countOf(0, 1_000_000))
      .requiredOption('--seal <seal>', 'the number of the seal')
      .option('--json', 'print as JSON'),
    `cards bag ${name} ${BAG} --count 42 --seal S-004711`,
  ).action((bag: string, flags: JsonFlag & { count: number; seal: string }) =>
    withBase(async ({ operations }) => {
      await act(operations, actingStaff(), { bag, counted: flags.count, seal: flags.seal });
      const { done } = cardCommandWords();
      const words = { seal: done.seal, 'hand-over': done.hand_over, 'take-over': done.take_over }[name];
      tell(flags, { bag, done: name }, words(bag));
    }),
  );
}
