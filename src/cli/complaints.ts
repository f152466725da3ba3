import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { COMPLAINT_OUTCOMES, type ComplaintOutcome, complaintState } from '../domain/complaints/complaint.ts';
import { messages } from '../messages/index.ts';
import { answerComplaint, listComplaints, viewComplaint } from '../operations/complaints/answer-complaint.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { printableJson } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { factsText, tableText } from './table.ts';
import { withBase } from './with-base.ts';

interface Flags {
  readonly json?: boolean;
}

/** Complaints: those that wait, what was said, and their answers. */
export function complaintsCommand(): Command {
  const command = new Command('complaints').description('See complaints about cases, and answer them.');
  command.addCommand(
    withExamples(new Command('list'), 'complaints list', 'complaints list --all --json')
      .description('Those that wait for an answer, the nearest to its last day first.')
      .option('--all', 'also those that were answered')
      .option('--json', 'print as JSON')
      .action(({ all = false, json = false }: Flags & { readonly all?: boolean }) =>
        withBase(async ({ operations }) => {
          const found = await listComplaints(operations, actingStaff(), { openOnly: !all, limit: 1_000 });
          if (json) return void process.stdout.write(`${printableJson(found)}\n`);
          const { complaints: t } = messages(readerLanguage());
          process.stdout.write(
            found.length === 0
              ? `${t.desk.none}\n`
              : tableText(
                  found.map((one) => [
                    ...[one.reference, one.dueOn, t.desk.states[complaintState(one)]],
                    ...[t.desk.vias[one.via], t.topics[one.topic]],
                  ]),
                ),
          );
        }),
      ),
  );
  command.addCommand(
    withExamples(new Command('show'), 'complaints show CP-7K3F9QXM')
      .argument('<reference>', 'e.g. CP-7K3F9QXM')
      .description('One complaint with what was said. The look is audited.')
      .option('--json', 'print as JSON')
      .action((complaint: string, { json = false }: Flags) =>
        withBase(async ({ operations }) => {
          const found = await viewComplaint(operations, actingStaff(), { complaint });
          if (json) return void process.stdout.write(`${printableJson(found)}\n`);
          const { complaints: t } = messages(readerLanguage());
          const { topic, via, receivedAt, dueOn, outcome } = found.complaint;
          process.stdout.write(
            factsText([
              [t.desk.state, t.desk.states[found.state]],
              [t.desk.topic, t.topics[topic]],
              [t.desk.via, t.desk.vias[via]],
              [t.desk.received, localInstant(receivedAt.toISOString())],
              [t.desk.due, dueOn],
              [t.desk.case, found.caseReference ?? ''],
              ...linesOf(t.desk.said, found.text ?? t.state.gone),
              ...found.earlier.flatMap((one) =>
                linesOf(t.desk.earlier(localInstant(one.at.toISOString())), one.text),
              ),
              ...(outcome === null
                ? []
                : [
                    [t.desk.outcome, t.desk.outcomes[outcome]] as const,
                    ...linesOf(t.desk.answerTitle, found.answer ?? t.state.gone),
                  ]),
            ]),
          );
        }),
      ),
  );
  command.addCommand(
    withExamples(new Command('answer'), 'complaints answer CP-7K3F9QXM --outcome upheld --text answer.txt')
      .argument('<reference>', 'e.g. CP-7K3F9QXM')
      .addOption(
        new Option('--outcome <outcome>', 'what was found').choices(COMPLAINT_OUTCOMES).makeOptionMandatory(),
      )
      .requiredOption('--text <file>', 'what its person reads; - for standard input')
      .description('Answer a complaint. Its person is told that there is an answer.')
      .action(
        async (complaint: string, flags: { readonly outcome: ComplaintOutcome; readonly text: string }) => {
          // It is no import: that it cannot be opened is told by its path.
          const text = readFileSync(flags.text === '-' ? 0 : flags.text, 'utf8');
          await withBase(({ operations }) =>
            answerComplaint(operations, actingStaff(), { complaint, outcome: flags.outcome, text }),
          );
          process.stdout.write(`${messages(readerLanguage()).complaints.desk.answeredNow}\n`);
        },
      ),
  );
  return command;
}

/** A text of several lines below its name. */
const linesOf = (name: string, text: string): readonly (readonly [string, string])[] =>
  text.split('\n').map((line, n) => [n === 0 ? name : '', line] as const);
