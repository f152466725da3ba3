import { Command } from 'commander';
import { loadRulebooks } from '../config/rulebook-file.ts';
import { type Explanation, explain } from '../domain/cases/explain.ts';
import { HandbackError } from '../domain/errors.ts';
import { CHANNELS, type Channel } from '../domain/rules/rulebook.ts';
import { eligibilityOf } from '../operations/cases/check-eligibility.ts';
import { RULEBOOK_FOLDER } from '../run/compose.ts';
import { findLine } from '../store/lines/lines.ts';
import { withBase } from './with-base.ts';

export function rulesCommand(): Command {
  const command = new Command('rules').description(
    'The rulebook: check it, and see why it decides as it does.',
  );
  command
    .command('check')
    .argument('[folder]', 'where the rulebook files are', RULEBOOK_FOLDER)
    .option('--overlay <file>', 'rules that replace others, e.g. rulebook/demo.yaml')
    .description('Validate every rulebook file; problems are named by file and line.')
    .action(async (folder: string, options: { overlay?: string }) => {
      const books = await loadRulebooks(folder, options.overlay);
      for (const book of books.values())
        process.stdout.write(
          `${book.jurisdiction} ${book.version}: good, in force from ${book.effectiveFrom}\n`,
        );
    });
  command
    .command('explain')
    .requiredOption('--line <line_id>', 'the line to decide on')
    .option('--channel <channel>', `where it is asked: ${CHANNELS.join(', ')}`, 'online')
    .option('--urgent', 'as for a lost or stolen phone')
    .option('--json', 'print as JSON')
    .description('Print the decision on a line, every rule that was consulted, and why.')
    .action((options: { line: string; channel: string; urgent?: boolean; json?: boolean }) =>
      withBase(async ({ operations, database }) => {
        const record = await findLine(database.pool, options.line);
        if (record === null) throw new HandbackError('line_unknown');
        if (!CHANNELS.includes(options.channel as Channel))
          throw new HandbackError('request_invalid', { field: 'channel' });
        const rules = operations.rulebooks.current(
          record.line.jurisdiction,
          record.line.province,
          new Date(),
        );
        const asked = { channel: options.channel as Channel, urgent: options.urgent ?? false, rules };
        const explanation = explain(rules, await eligibilityOf(operations, record, asked));
        process.stdout.write(
          options.json ? `${JSON.stringify(explanation, null, 2)}\n` : explanationText(explanation),
        );
      }),
    );
  return command;
}

function explanationText(explanation: Explanation): string {
  const { jurisdiction, province, rulebookVersion, on, verdict, rules } = explanation;
  const lines = [
    `${jurisdiction} ${rulebookVersion}${province === null ? '' : `, ${province}`}, on ${on}: ${verdict ?? 'no decision asked'}`,
    '',
  ];
  for (const rule of rules) {
    const outcome =
      rule.outcome === null
        ? 'not asked'
        : typeof rule.outcome === 'string'
          ? rule.outcome
          : rule.outcome.join(', ');
    const whose = rule.overriddenBy === null ? '' : ` (${rule.overriddenBy} in place of ${jurisdiction})`;
    lines.push(`${rule.kind === 'check' ? outcome.padEnd(18) : 'setting'.padEnd(18)}${rule.name}`);
    lines.push(
      `${' '.repeat(18)}${rule.id} v${rule.version}${whose}, from ${rule.effectiveFrom}: ${JSON.stringify(rule.value)}`,
    );
    lines.push(
      `${' '.repeat(18)}source: ${[rule.source.title, rule.source.clause, rule.source.url].filter(Boolean).join('; ')}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
