import { Command, Option } from 'commander';
import { CARD_LEFT, type CardLeft } from '../domain/cards/place.ts';
import { CONDITIONS_HERE, type ConditionHere } from '../domain/certificates/card-words.ts';
import { listLooseCards } from '../operations/cards/list-loose-cards.ts';
import { makeMailLabel } from '../operations/cards/make-mail-label.ts';
import { removeCard } from '../operations/cards/remove-card.ts';
import { sayCardMissing } from '../operations/cards/say-card-missing.ts';
import { takeInCard } from '../operations/cards/take-in-card.ts';
import { type CardsOfCase, viewCardOfCase } from '../operations/cards/view-card-of-case.ts';
import { actingStaff } from './acting-staff.ts';
import { bagCommand } from './card-bags.ts';
import { batchCommand } from './card-batches.ts';
import { cardCommandWords, type JsonFlag, tell } from './card-words.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { printableJson } from './printable.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

const ICCID = '89860900000000000014';
const REFERENCE = 'HB-7K3F9QXM';

/** Old cards: taking them in, bags and batches, and their destruction. */
export function cardsCommand(): Command {
  const command = new Command('cards').description('Old cards: take them in, and see them destroyed.');
  for (const one of [
    takeInCommand(),
    missingCommand(),
    labelCommand(),
    showCommand(),
    looseCommand(),
    removeCommand(),
    bagCommand(),
    batchCommand(),
  ])
    command.addCommand(one);
  return command;
}

interface TakeInFlags extends JsonFlag {
  readonly condition: ConditionHere;
  readonly case?: string;
  readonly label?: string;
  readonly byPost?: boolean;
  readonly bag?: string;
  readonly setAside?: boolean;
}

function takeInCommand(): Command {
  return withExamples(
    new Command('take-in')
      .argument('<iccid>', 'the number printed on the card')
      .description('Take in an old card. Its own number finds the request, where none is named.')
      .addOption(
        new Option('--condition <condition>', 'how it looks').choices(CONDITIONS_HERE).default('whole'),
      )
      .option('--case <reference>', 'of the request that it belongs to')
      .option('--label <label>', 'the label on the envelope')
      .option('--by-post', 'it came by post')
      .option('--bag <bag>', 'put it in this open bag')
      .option('--set-aside', 'with --by-post: keep one apart that is not ours, or whose line nobody ends')
      .option('--json', 'print as JSON'),
    `cards take-in ${ICCID} --bag BG-7K3F9QXM`,
    `cards take-in ${ICCID} --by-post --label HBC-7K3F9QXM2F --condition damaged`,
  ).action((iccid: string, flags: TakeInFlags) =>
    withBase(async ({ operations }) => {
      const taken = await takeInCard(operations, actingStaff(), {
        ...{ iccid, condition: flags.condition, label: flags.label, bag: flags.bag },
        ...{ reference: flags.case, setAside: flags.setAside },
        cameBy: flags.byPost ? 'post' : 'shop',
      });
      if (flags.json) return void process.stdout.write(`${printableJson(taken)}\n`);
      const words = cardCommandWords();
      const end = taken.iccid.slice(-4);
      const said = taken.reference === null ? words.setAside(end) : words.takenIn(end, taken.reference);
      process.stdout.write(`${said}\n${taken.luhn === 'invalid' ? `${words.luhnInvalid}\n` : ''}`);
    }),
  );
}

function missingCommand(): Command {
  return withExamples(
    new Command('missing')
      .argument('<reference>', `e.g. ${REFERENCE}`)
      .description('Record that the holder does not have the card any more. It refuses nothing.')
      .requiredOption('--card <digits>', 'the last four digits, as `handback cards show` tells them')
      .option('--json', 'print as JSON'),
    `cards missing ${REFERENCE} --card 0014`,
  ).action((reference: string, flags: JsonFlag & { card: string }) =>
    withBase(async ({ operations }) => {
      const { caseId } = await viewCardOfCase(operations, actingStaff(), { reference });
      await sayCardMissing(operations, actingStaff(), { caseId, iccidEnd: flags.card });
      tell(flags, { reference, missing: flags.card }, cardCommandWords().missing(flags.card));
    }),
  );
}

function labelCommand(): Command {
  return withExamples(
    new Command('label')
      .argument('<reference>', `e.g. ${REFERENCE}`)
      .description('The label with which a card that comes by post finds its request.')
      .option('--json', 'print as JSON'),
    `cards label ${REFERENCE}`,
  ).action((reference: string, flags: JsonFlag) =>
    withBase(async ({ operations }) => {
      const made = await makeMailLabel(operations, actingStaff(), { reference });
      tell(flags, made, made.label);
    }),
  );
}

function showCommand(): Command {
  return withExamples(
    new Command('show')
      .argument('<reference>', `e.g. ${REFERENCE}`)
      .description('Where the old cards of a request are, and who signed for them. The look is audited.')
      .option('--json', 'print as JSON'),
    `cards show ${REFERENCE}`,
  ).action((reference: string, flags: JsonFlag) =>
    withBase(async ({ operations }) => {
      const found = await viewCardOfCase(operations, actingStaff(), { reference });
      if (flags.json) return void process.stdout.write(`${printableJson(found)}\n`);
      process.stdout.write(cardsText(found));
    }),
  );
}

function cardsText({ cards }: CardsOfCase): string {
  if (cards.length === 0) return `${cardCommandWords().noCard}\n`;
  return cards
    .map(({ iccidEnd, place, condition, chain }) => {
      const head = tableText([[`…${iccidEnd}`, place, condition ?? '']]);
      const moves = chain.map(({ kind, at, signedBy }) => [
        `    ${localInstant(at.toISOString())}`,
        kind,
        signedBy ?? '',
      ]);
      return head + tableText(moves);
    })
    .join('');
}

function looseCommand(): Command {
  return withExamples(
    new Command('loose')
      .description('Cards that are in no bag, the oldest first; without a request: set aside.')
      .option('--json', 'print as JSON'),
    'cards loose',
  ).action((flags: JsonFlag) =>
    withBase(async ({ operations }) => {
      const cards = await listLooseCards(operations, actingStaff(), { limit: 1_000 });
      if (flags.json) return void process.stdout.write(`${printableJson(cards)}\n`);
      process.stdout.write(
        cards.length === 0
          ? `${cardCommandWords().noneLoose}\n`
          : tableText(
              cards.map(({ iccid, condition, caseId, takenInAt }) => [
                ...[iccid, condition, caseId ?? '', localInstant(takenInAt.toISOString())],
              ]),
            ),
      );
    }),
  );
}

function removeCommand(): Command {
  const command = withExamples(
    asksFirst(
      new Command('remove')
        .argument('<iccid>', 'the whole number')
        .description('Take a card out of the books: given back, sent on to its operator, or lost.')
        .addOption(new Option('--as <what>', 'what became of it').choices(CARD_LEFT).makeOptionMandatory())
        .requiredOption('--reason <text>', 'kept in the audit log')
        .option('--json', 'print as JSON'),
    ),
    `cards remove ${ICCID} --as given_back --reason "the line goes on" --yes`,
  );
  return command.action(
    async (iccid: string, flags: JsonFlag & ConsentFlags & { as: CardLeft; reason: string }) => {
      const consent = consentOf(command, flags);
      await withBase(async ({ operations }) => {
        const words = cardCommandWords();
        const end = iccid.slice(-4);
        if (!(await consent(() => words.consent.remove(end)))) return;
        await removeCard(operations, actingStaff(), { iccid, as: flags.as, reason: flags.reason });
        tell(flags, { iccid, as: flags.as }, words.removed(end));
      });
    },
  );
}
