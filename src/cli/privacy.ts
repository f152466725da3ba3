import { Command, InvalidArgumentError } from 'commander';
import { type LocalDate, parseLocalDate } from '../domain/values/local-date.ts';
import { messages } from '../messages/index.ts';
import { ruleSourceText } from '../messages/rule-sources.ts';
import { erasePerson } from '../operations/erasure/erase-person.ts';
import { releaseLegalHold, setLegalHold } from '../operations/erasure/legal-holds.ts';
import { type PrivacyReport, viewPrivacyReport } from '../operations/erasure/view-kept.ts';
import { actingStaff } from './acting-staff.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { printableJson, printableLines } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { withBase } from './with-base.ts';

const WHO = 'party:ID, line:ID, number:NUMBER (in use) or document:NUMBER';

const text = () => messages(readerLanguage());
const say = (words: string): void => void process.stdout.write(printableLines(`${words}\n`));
const sayJson = (value: unknown): void => void process.stdout.write(`${printableJson(value)}\n`);

/** What is kept of people, until when, and what is kept for longer. */
export function privacyCommand(): Command {
  const command = new Command('privacy').description(
    'What is kept of people, why and until when; erasing them.',
  );
  withExamples(
    command
      .command('report')
      .description('Say what is held of a person, why and until when. The look is audited.')
      .requiredOption('--subject <who>', WHO)
      .option('--json', 'print as JSON'),
    'privacy report --subject line:L0000001',
    "privacy report --subject 'number:+86 170 0000 0001' --json",
  ).action((flags: { readonly subject: string; readonly json?: true }) =>
    withBase(async ({ operations }) => {
      const report = await viewPrivacyReport(operations, actingStaff(), flags);
      if (flags.json) sayJson(report);
      else say(reportText(report));
    }),
  );
  withExamples(
    command
      .command('hold')
      .description('Keep all that there is of a person for a procedure, whatever their period says.')
      .requiredOption('--subject <who>', WHO)
      .requiredOption('--reason <text>', 'which procedure asks for it')
      .option(
        '--until <day>',
        'the last day on which it holds, YYYY-MM-DD; default: until it is released',
        day,
      )
      .option('--json', 'print as JSON'),
    "privacy hold --subject party:P0000001 --reason 'court order 17/2026' --until 2027-06-30",
  ).action(
    (flags: {
      readonly subject: string;
      readonly reason: string;
      readonly until?: LocalDate;
      readonly json?: true;
    }) =>
      withBase(async ({ operations }) => {
        const made = await setLegalHold(operations, actingStaff(), { ...flags, until: flags.until ?? null });
        if (flags.json) sayJson(made);
        else say(text().privacy.commands.holdSet(made.holdId));
      }),
  );
  withExamples(
    command
      .command('release')
      .description('Release a legal hold before its day.')
      .argument('<hold>', 'as `privacy report` names it'),
    'privacy release 01a22c19-0000-7000-8000-000000000000',
  ).action((holdId: string) =>
    withBase(async ({ operations }) => {
      await releaseLegalHold(operations, actingStaff(), { holdId });
      say(text().privacy.commands.holdReleased(holdId));
    }),
  );
  const erase = withExamples(
    asksFirst(command.command('erase'))
      .description('Erase a person at once, if no rule and nothing else keeps them any more.')
      .requiredOption('--subject <who>', WHO)
      .option('--json', 'print as JSON'),
    'privacy erase --subject party:P0000001 --yes',
  );
  erase.action(async (flags: ConsentFlags & { readonly subject: string; readonly json?: true }) => {
    const consent = consentOf(erase, flags);
    if (!(await consent(() => text().privacy.consent.erase(flags.subject)))) return;
    await withBase(async ({ operations }) => {
      const made = await erasePerson(operations, actingStaff(), flags);
      if (flags.json) sayJson(made);
      else say(text().privacy.commands.done(made.erasureId));
    });
  });
  return command;
}

function reportText({ partyId, held, back, rule, holds, erased }: PrivacyReport): string {
  const { privacy, holdingBack, punctuation } = text();
  const { commands: words, kinds } = privacy;
  const until = (last: LocalDate | null): string => (last === null ? words.noDay : words.until(last));
  if (erased !== null)
    return [
      words.person(partyId),
      words.erased(localInstant(erased.at.toISOString()), erased.erasureId),
    ].join('\n');
  return [
    words.person(partyId),
    ...held.map((one) => words.held(kinds[one.kind], one.count, until(one.until))),
    ...(rule === null ? [] : [words.rule(rule.id, rule.version, ruleSourceText(text(), rule.source).title)]),
    ...(back.length === 0 ? [] : [words.back(back.map((one) => holdingBack[one]).join(punctuation.pause))]),
    ...holds.map((one) =>
      words.hold(
        one.holdId,
        one.reason,
        one.setBy,
        one.until === null ? words.openHold : words.until(one.until),
      ),
    ),
  ].join('\n');
}

function day(given: string): LocalDate {
  try {
    return parseLocalDate(given);
  } catch {
    throw new InvalidArgumentError('a day looks like 2027-06-30');
  }
}
