import { Command } from 'commander';
import { listDisputes } from '../operations/cases/disputes/list-disputes.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { printableJson, printableText } from './printable.ts';
import { commandWords } from './reader-language.ts';
import { withBase } from './with-base.ts';

interface Flags extends PageFlags {
  readonly line?: string;
}

/** What subscribers say against what was found on their lines. */
export function disputesCommand(): Command {
  return withExamples(
    paged(
      new Command('disputes')
        .description('What subscribers say against findings, the newest first. The look is audited.')
        .option('--line <line_id>', 'only those about this line'),
      'reference',
      'dispute',
    ),
    'cases disputes',
    'cases disputes --line L0000001 --json',
  ).action((flags: Flags) =>
    withBase(async ({ operations }) => {
      const { line = null, limit, after = null, json = false } = flags;
      const page = await listDisputes(operations, actingStaff(), {
        lineId: line,
        ...{ after, limit },
      });
      if (json) return void process.stdout.write(`${printableJson(page)}\n`);
      const { cases: words } = commandWords();
      if (page.disputes.length === 0) return void process.stdout.write(`${words.noDisputes}\n`);
      for (const { reference, lineId, madeAt, check, effect, rule, text } of page.disputes)
        process.stdout.write(
          `${reference}  ${localInstant(madeAt.toISOString())}  ${printableText(lineId)}  ${words.finding(check, effect, rule.id, rule.version)}\n    ${text === null ? words.erased : printableText(text)}\n`,
        );
      if (page.next !== null)
        process.stdout.write(`${words.more(nextPage('cases disputes', flags, page.next))}\n`);
    }),
  );
}
