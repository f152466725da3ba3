import { Command, Option } from 'commander';
import { STAGE_NAMES, type Stage } from '../domain/cases/termination.ts';
import { decimalText } from '../domain/values/money.ts';
import type { CaseView } from '../operations/cases/case-view.ts';
import { CASE_STATES, type CaseState, listCases } from '../operations/cases/list-cases.ts';
import { listStuck } from '../operations/cases/steering/list-stuck.ts';
import { retryCase } from '../operations/cases/steering/retry-case.ts';
import { rollForward } from '../operations/cases/steering/roll-forward.ts';
import { skipStage } from '../operations/cases/steering/skip-stage.ts';
import { viewCase } from '../operations/cases/view-case.ts';
import type { Operations } from '../operations/context.ts';
import type { StuckCause } from '../operations/oversight/stuck/list-causes.ts';
import { actingStaff } from './acting-staff.ts';
import { caseRecordCommands } from './case-records.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { disputesCommand } from './disputes.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { noticeCommands } from './notices.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { printableJson, printableText } from './printable.ts';
import { commandWords } from './reader-language.ts';
import { causeIn, printCauses, printRetry, retryCause } from './stuck-groups.ts';
import { factsText, tableText } from './table.ts';
import { withBase } from './with-base.ts';

interface Flags {
  readonly json?: boolean;
}

const REFERENCE = 'HB-7K3F9QXM';

/** Looking at cases, and helping those that are stuck. */
export function casesCommand(): Command {
  const command = new Command('cases').description('Look at cases, and help those that are stuck.');
  command.addCommand(listCommand()).addCommand(stuckCommand()).addCommand(showCommand());
  for (const records of caseRecordCommands()) command.addCommand(records);
  command.addCommand(disputesCommand());
  for (const notices of noticeCommands()) command.addCommand(notices);
  command.addCommand(retryCommand());
  command.addCommand(
    steering('skip', 'Go on without the stuck stage; it stays unproven.', (op, caseId, reason) =>
      skipStage(op, actingStaff(), { caseId, reason }),
    ),
  );
  command.addCommand(
    steering('roll-forward', 'Stop waiting for a serving node.', (op, caseId, reason) =>
      rollForward(op, actingStaff(), { caseId, reason }),
    ),
  );
  return command;
}

interface ListFlags extends PageFlags {
  readonly state: CaseState;
  readonly stage?: Stage;
  readonly line?: string;
}

function listCommand(): Command {
  return withExamples(
    paged(
      new Command('list')
        .description('List cases, the newest first.')
        .addOption(
          new Option('--state <state>', 'which cases; stuck ones wait for a person of the operator')
            .choices(CASE_STATES)
            .default('open'),
        )
        .addOption(new Option('--stage <stage>', 'only those at this stage').choices(STAGE_NAMES))
        .option('--line <line_id>', 'only those of this line'),
      'reference',
      'case',
    ),
    'cases list --state stuck',
    `cases list --stage cool_off --limit 100 --after ${REFERENCE}`,
    'cases list --line L0000001 --state all --json',
  ).action((flags: ListFlags) =>
    withBase(async ({ operations }) => {
      const { state, stage = null, line = null, limit, after = null } = flags;
      const page = await listCases(operations, actingStaff(), { state, stage, lineId: line, limit, after });
      if (flags.json) return void process.stdout.write(`${printableJson(page)}\n`);
      const { cases: words } = commandWords();
      if (page.cases.length === 0) return void process.stdout.write(`${words.none}\n`);
      process.stdout.write(
        tableText(
          page.cases.map((c) => [
            c.reference,
            c.lineId,
            c.outcome ?? c.stage,
            c.waitingFor ?? '',
            localInstant((c.closedAt ?? c.updatedAt).toISOString()),
            c.problem === null ? '' : JSON.stringify(c.problem),
          ]),
        ),
      );
      if (page.next !== null)
        process.stdout.write(`${words.more(nextPage('cases list', flags, page.next))}\n`);
    }),
  );
}

function stuckCommand(): Command {
  return withExamples(
    new Command('stuck')
      .description('List the cases that wait for a person of the operator, the oldest first.')
      .option('--by-cause', 'grouped by what stopped them, those of most cases first')
      .option('--json', 'print as JSON'),
    'cases stuck',
    'cases stuck --by-cause',
  ).action(({ json, byCause }: Flags & { byCause?: boolean }) =>
    withBase(async ({ operations }) => {
      if (byCause) return printCauses(operations, json);
      const stuck = await listStuck(operations, actingStaff());
      if (json) return void process.stdout.write(`${printableJson(stuck)}\n`);
      if (stuck.length === 0) return void process.stdout.write(`${commandWords().cases.noneStuck}\n`);
      for (const c of stuck)
        process.stdout.write(
          `${c.reference}  ${c.stage.padEnd(13)}  ${c.since.toISOString()}  ${printableText(JSON.stringify(c.problem))}\n`,
        );
    }),
  );
}

function showCommand(): Command {
  return withExamples(
    new Command('show')
      .argument('<reference>', `e.g. ${REFERENCE}`)
      .description('Show one case: where it stands, its dates, what is in the way.')
      .option('--json', 'print as JSON'),
    `cases show ${REFERENCE}`,
  ).action((reference: string, { json }: Flags) =>
    withBase(async ({ operations }) => {
      const view = await viewCase(operations, actingStaff(), { reference });
      if (!json) return void process.stdout.write(caseText(view));
      const { record, steps, withdrawal } = view;
      const { receiptHash: _, ...shown } = record;
      process.stdout.write(`${printableJson({ ...shown, steps, withdrawal })}\n`);
    }),
  );
}

function caseText({ record, withdrawal }: CaseView): string {
  const { labels, withdrawal: withdrawals } = commandWords().cases;
  const at = (instant: Date | null): string | null =>
    instant === null ? null : localInstant(instant.toISOString());
  const { bill } = record;
  return factsText([
    [labels.case, `${record.reference}  ${record.caseId}`],
    [labels.line, record.lineId],
    [labels.stage, record.outcome ?? record.stage],
    [labels.waitingFor, record.waitingFor],
    [labels.problem, record.problem === null ? null : JSON.stringify(record.problem)],
    [labels.declared, at(record.declaredAt)],
    [labels.confirmed, at(record.confirmedAt)],
    [labels.due, record.closedAt === null ? at(record.dueAt) : null],
    [labels.serviceEnd, at(record.serviceEndedAt)],
    [labels.billingEnd, record.billingEndOn],
    [labels.release, record.releaseOn],
    [labels.detach, record.detach],
    [
      labels.bill,
      bill === null ? null : `${bill.invoiceId}  ${decimalText(bill.total)} ${bill.total.currency}`,
    ],
    [labels.certificate, record.certificateId],
    [labels.withdrawal, record.closedAt === null ? withdrawals[withdrawal] : null],
    [labels.rulebook, `${record.jurisdiction} ${record.rulebookVersion}`],
    [labels.closed, at(record.closedAt)],
  ]);
}

interface RetryFlags extends Flags {
  readonly cause?: StuckCause;
  readonly dryRun?: boolean;
  readonly show?: string;
}

function retryCommand(): Command {
  return withExamples(
    new Command('retry')
      .argument('[reference]', `e.g. ${REFERENCE}`)
      .description('Try the stuck stage again: of one case, or of all that are stuck for one cause.')
      .option('--cause <cause>', 'all of this cause, as `cases stuck --by-cause` prints it', causeIn)
      .option('--dry-run', 'with --cause: only say which would be tried')
      .option('--show <retry>', 'how far a retry of a group is')
      .option('--json', 'print as JSON'),
    `cases retry ${REFERENCE}`,
    'cases retry --cause bar/hlr_refused/hlr --dry-run',
  ).action((reference: string | undefined, flags: RetryFlags, command: Command) => {
    const { json, cause, show } = flags;
    if ([reference, cause, show].filter((one) => one !== undefined).length !== 1)
      command.error('error: name either a case, a cause with --cause, or a retry with --show');
    return withBase(async ({ operations }) => {
      if (cause !== undefined) return retryCause(operations, cause, flags);
      if (show !== undefined) return printRetry(operations, show, json);
      if (reference === undefined) return;
      const { record } = await viewCase(operations, actingStaff(), { reference });
      await retryCase(operations, actingStaff(), { caseId: record.caseId });
      tellDone('retry', record.reference, json);
    });
  });
}

/** A decision of staff that is not undone, with a reason for the audit log. */
function steering(
  name: 'skip' | 'roll-forward',
  about: string,
  act: (op: Operations, caseId: string, reason: string) => Promise<void>,
): Command {
  const command = withExamples(
    asksFirst(
      new Command(name)
        .argument('<reference>', `e.g. ${REFERENCE}`)
        .description(about)
        .requiredOption('--reason <text>', 'kept in the audit log')
        .option('--json', 'print as JSON'),
    ),
    `cases ${name} ${REFERENCE} --reason "seen off by hand, ticket 4711" --yes`,
  );
  return command.action(async (reference: string, flags: Flags & ConsentFlags & { reason: string }) => {
    const consent = consentOf(command, flags);
    await withBase(async ({ operations }) => {
      const { record } = await viewCase(operations, actingStaff(), { reference });
      const agreed = await consent((words) =>
        name === 'skip'
          ? words.skip(record.reference, record.stage)
          : words.rollForward(record.reference, record.stage),
      );
      if (!agreed) return;
      await act(operations, record.caseId, flags.reason);
      tellDone(name, record.reference, flags.json);
    });
  });
}

function tellDone(
  name: 'retry' | 'skip' | 'roll-forward',
  reference: string,
  json: boolean | undefined,
): void {
  process.stdout.write(
    json
      ? `${JSON.stringify({ reference, done: name })}\n`
      : `${commandWords().cases.done[name](reference)}\n`,
  );
}
