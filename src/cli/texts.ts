import { Command, Option } from 'commander';
import { TEXT_OUTCOMES, type TextOutcome } from '../domain/texts/text-outcome.ts';
import { messages } from '../messages/index.ts';
import { listTexts, type TextRecord, viewText } from '../operations/texts/list-texts.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { printableJson, printableText } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

interface ListFlags extends PageFlags {
  readonly outcome?: TextOutcome | 'waiting';
  readonly number?: string;
}

const EXAMPLE = '0198c0de-0000-7000-8000-000000000000';

/** Texts that phones sent us, and what became of them. */
export function textsCommand(): Command {
  return new Command('texts')
    .description('Texts that phones sent us, and what they were answered.')
    .addCommand(listCommand())
    .addCommand(showCommand());
}

function listCommand(): Command {
  return withExamples(
    paged(
      new Command('list')
        .description('Texts that came in, the newest first, without what they say. The look is audited.')
        .addOption(
          new Option('--outcome <outcome>', 'only those of which this became').choices([
            'waiting',
            ...TEXT_OUTCOMES,
          ]),
        )
        .option('--number <number>', 'only those of this sender'),
      'text_id',
      'text',
    ),
    'texts list',
    'texts list --outcome too_late --json',
  ).action((flags: ListFlags) =>
    withBase(async ({ operations }) => {
      const { outcome = null, number = null, limit, after = null, json = false } = flags;
      const page = await listTexts(operations, actingStaff(), {
        ...{ outcome, number, limit, after },
      });
      if (json) return void process.stdout.write(`${printableJson(page)}\n`);
      const { list } = messages(readerLanguage()).inboundTexts;
      if (page.texts.length === 0) return void process.stdout.write(`${list.none}\n`);
      process.stdout.write(tableText(page.texts.map(rowOf)));
      if (page.next !== null)
        process.stdout.write(`${list.more(nextPage('texts list', flags, page.next))}\n`);
    }),
  );
}

function showCommand(): Command {
  return withExamples(
    new Command('show')
      .argument('<text_id>', 'as `handback texts list` lists it')
      .description('One text with what it says. The look is audited.')
      .option('--json', 'print as JSON'),
    `texts show ${EXAMPLE}`,
  ).action((textId: string, { json = false }: { readonly json?: boolean }) =>
    withBase(async ({ operations }) => {
      const text = await viewText(operations, actingStaff(), { textId });
      if (json) return void process.stdout.write(`${printableJson(text)}\n`);
      const { list } = messages(readerLanguage()).inboundTexts;
      process.stdout.write(tableText([rowOf(text)]));
      process.stdout.write(`${text.body === null ? list.withheld : printableText(text.body)}\n`);
    }),
  );
}

function rowOf(text: TextRecord): readonly string[] {
  const { outcomes, list, rule } = messages(readerLanguage()).inboundTexts;
  const { sender } = text;
  return [
    text.textId,
    localInstant(text.receivedAt.toISOString()),
    sender.kind === 'number' ? sender.msisdn : sender.kind,
    text.wish === null ? list.unknown : rule.wishes[text.wish],
    text.outcome === null ? list.waiting : outcomes[text.outcome],
    text.lineId ?? '',
  ];
}
