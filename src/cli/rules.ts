import { Command, Option } from 'commander';
import { loadRulebooks, unreadRulebooks } from '../config/rulebook-file.ts';
import type { Explanation } from '../domain/cases/explain.ts';
import { CHANNELS, type Channel, type Rulebook } from '../domain/rules/rulebook.ts';
import { type Messages, messages } from '../messages/index.ts';
import { ruleSourceText } from '../messages/rule-sources.ts';
import { explainEligibility } from '../operations/lines/explain-eligibility.ts';
import { RULEBOOK_FOLDER } from '../run/compose.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { labelColumn } from './label-column.ts';
import { commandWords, readerLanguage } from './reader-language.ts';
import { rulebookVersionCommands } from './rule-versions.ts';
import { withBase } from './with-base.ts';

export function rulesCommand(): Command {
  const command = new Command('rules').description(
    'The rulebook: check it, see why it decides as it does, and change it.',
  );
  withExamples(command.command('check'), 'rules check', 'rules check my-rules --overlay my-rules/demo.yaml')
    .argument('[folder]', 'where the rulebook files are', RULEBOOK_FOLDER)
    .option(
      '--overlay <file>',
      'rules that replace others, e.g. rulebook/demo.yaml; default: HANDBACK_RULEBOOK_OVERLAY',
    )
    .option('--json', 'print as JSON')
    .description('Validate every rulebook file; problems are named by file and line.')
    .action(async (folder: string, options: { overlay?: string; json?: boolean }) => {
      const { rules: words } = commandWords();
      // As a server with these settings reads it: under the overlay that it has, unless another is named.
      const overlay = options.overlay ?? (process.env['HANDBACK_RULEBOOK_OVERLAY'] || undefined);
      const books = await loadRulebooks(folder, overlay);
      const unread = await unreadRulebooks(folder);
      if (unread.length > 0) process.stderr.write(`${words.unread(unread)}\n`);
      if (options.json) return void process.stdout.write(`${JSON.stringify(goodBooks(books.values()))}\n`);
      for (const book of books.values())
        process.stdout.write(`${words.good(`${book.jurisdiction} ${book.version}`, book.effectiveFrom)}\n`);
      if (overlay !== undefined) process.stdout.write(`${words.under(overlay)}\n`);
    });
  withExamples(command.command('explain'), 'rules explain --line L0000001 --channel store')
    .requiredOption('--line <line_id>', 'the line to decide on')
    .addOption(
      new Option('--channel <channel>', 'where it is asked').choices(CHANNELS).default('online' as const),
    )
    .option('--urgent', 'as for a lost or stolen phone')
    .option('--json', 'print as JSON')
    .description('Print the decision on a line, every rule that was consulted, and why.')
    .action((options: { line: string; channel: Channel; urgent?: boolean; json?: boolean }) =>
      withBase(async ({ operations }) => {
        const explanation = await explainEligibility(operations, actingStaff(), {
          lineId: options.line,
          channel: options.channel,
          urgent: options.urgent ?? false,
        });
        process.stdout.write(
          options.json ? `${JSON.stringify(explanation, null, 2)}\n` : explanationText(explanation),
        );
      }),
    );
  for (const one of rulebookVersionCommands()) command.addCommand(one);
  return command;
}

function goodBooks(books: Iterable<Rulebook>): object[] {
  return [...books].map(({ jurisdiction, version, effectiveFrom }) => ({
    jurisdiction,
    version,
    effectiveFrom,
  }));
}

/** The width of what stands before each rule. */
const OUTCOME_COLUMN = 18;

function explanationText(explanation: Explanation): string {
  const m = messages(readerLanguage());
  const { rules: words } = m.commandLine;
  const { jurisdiction, province, rulebookVersion, on, verdict, rules } = explanation;
  const book = [`${jurisdiction} ${rulebookVersion}`, ...(province === null ? [] : [province])];
  const decided = verdict === null ? words.noDecision : words.verdicts[verdict];
  const lines = [words.decision(m.punctuation.listedCodes(book), on, decided), ''];
  const below = (text: string): string => ' '.repeat(OUTCOME_COLUMN) + text;
  for (const rule of rules) {
    const { id, version, overriddenBy, effectiveFrom } = rule;
    const value = JSON.stringify(rule.value);
    const source = ruleSourceText(m, rule.source);
    lines.push(
      labelColumn(
        rule.kind === 'check' ? outcomeText(m, rule.outcome) : words.setting,
        OUTCOME_COLUMN,
        rule.name,
      ),
      below(
        overriddenBy === null
          ? words.rule(id, version, effectiveFrom, value)
          : words.ruleOfAnother(id, version, overriddenBy, jurisdiction, effectiveFrom, value),
      ),
      below(
        words.source(
          [source.title, source.citation, source.clause, source.strength, rule.source.url]
            .filter((part) => !!part)
            .map(String),
        ),
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

function outcomeText(m: Messages, outcome: Explanation['rules'][number]['outcome']): string {
  if (outcome === null) return m.commandLine.rules.notAsked;
  return typeof outcome === 'string' ? outcome : m.punctuation.listedCodes(outcome);
}
