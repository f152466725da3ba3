import { Command, Option } from 'commander';
import { FINDING_KINDS, type FindingKind, findingKinds } from '../domain/reconciliation/finding.ts';
import { messages } from '../messages/index.ts';
import { startReconciliation } from '../operations/reconciliation/advance-run.ts';
import {
  clearFinding,
  dismissFinding,
  type Finding,
  listFindings,
  listRuns,
  type Run,
  viewFinding,
} from '../operations/reconciliation/findings.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { printableJson } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

const EXAMPLE = '0198c0de-0000-7000-8000-000000000000';

/** Our lines compared with HLR, billing, number ledger and SM-DP+. */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description('Our lines compared with HLR, billing, number ledger and SM-DP+, and what differs.')
    .addCommand(runCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(clearCommand())
    .addCommand(dismissCommand());
}

function runCommand(): Command {
  return withExamples(
    new Command('run')
      .description('Begins a comparison, which a worker carries out, and shows the last ones.')
      .option('--json', 'print as JSON'),
    'reconcile run',
  ).action(({ json = false }: { readonly json?: boolean }) =>
    withBase(async ({ operations }) => {
      const begun = await startReconciliation(operations, actingStaff());
      const runs = await listRuns(operations, actingStaff(), { limit: 5 });
      if (json) return void process.stdout.write(`${printableJson({ started: begun !== null, runs })}\n`);
      const t = words();
      process.stdout.write(`${begun === null ? t.underWay : t.started}\n`);
      process.stdout.write(tableText(runs.flatMap(rowsOfRun)));
    }),
  );
}

interface ListFlags extends PageFlags {
  readonly kind?: FindingKind;
  readonly all?: boolean;
}

function listCommand(): Command {
  return withExamples(
    paged(
      new Command('list')
        .description('What differs, the newest first.')
        .addOption(new Option('--kind <kind>', 'only findings of this kind').choices(findingKinds))
        .option('--all', 'also what is resolved'),
      'finding',
      'one',
    ),
    'reconcile list',
    'reconcile list --kind still_at_hlr --json',
  ).action((flags: ListFlags) =>
    withBase(async ({ operations }) => {
      const { kind = null, all = false, limit, after = null, json = false } = flags;
      const page = await listFindings(operations, actingStaff(), {
        ...{ kind, open: all ? null : true, limit, after },
      });
      if (json) return void process.stdout.write(`${printableJson(page)}\n`);
      const t = words();
      if (page.findings.length === 0) return void process.stdout.write(`${t.none}\n`);
      process.stdout.write(tableText(page.findings.map(rowOf)));
      if (page.next !== null)
        process.stdout.write(`${t.more}: ${nextPage('reconcile list', flags, page.next)}\n`);
    }),
  );
}

function showCommand(): Command {
  return withExamples(
    new Command('show')
      .argument('<finding>', 'as `handback reconcile list` lists it')
      .description('One finding, with what was seen on either side and what to do. The look is audited.')
      .option('--json', 'print as JSON'),
    `reconcile show ${EXAMPLE}`,
  ).action((findingId: string, { json = false }: { readonly json?: boolean }) =>
    withBase(async ({ operations }) => {
      const finding = await viewFinding(operations, actingStaff(), { findingId });
      if (json) return void process.stdout.write(`${printableJson(finding)}\n`);
      const t = words();
      const { states } = messages(readerLanguage()).numberDesk;
      process.stdout.write(tableText([rowOf(finding)]));
      const facts = Object.entries(finding.facts).filter(([, value]) => value !== null);
      if (facts.length > 0)
        process.stdout.write(
          tableText(
            facts.map(([name, value]) => [
              t.facts[name] ?? name,
              name === 'ledger' ? (states[value as keyof typeof states] ?? '') : (value ?? ''),
            ]),
          ),
        );
      if (finding.resolvedAt === null) process.stdout.write(`${t.todo[finding.kind]}\n`);
      if (finding.clearFailed !== null)
        process.stdout.write(`${t.failed(t.failures[finding.clearFailed] ?? finding.clearFailed)}\n`);
    }),
  );
}

function clearCommand(): Command {
  const clearable = findingKinds.filter((kind) => FINDING_KINDS[kind].act !== null);
  return withExamples(
    new Command('clear')
      .argument('<finding>', 'as `handback reconcile list` lists it')
      .description(`Has a worker clear a finding, after another look: ${clearable.join(', ')}.`),
    `reconcile clear ${EXAMPLE}`,
  ).action((findingId: string) =>
    withBase(async ({ operations }) => {
      await clearFinding(operations, actingStaff(), { findingId });
      process.stdout.write(`${words().asked}\n`);
    }),
  );
}

function dismissCommand(): Command {
  return withExamples(
    new Command('dismiss')
      .argument('<finding>', 'as `handback reconcile list` lists it')
      .requiredOption('--note <text>', 'why it is right as it is; for colleagues, in the audit log')
      .description('Says that a finding is right as it is. It comes back only when something else is seen.'),
    `reconcile dismiss ${EXAMPLE} --note "a test card"`,
  ).action((findingId: string, { note }: { readonly note: string }) =>
    withBase(async ({ operations }) => {
      await dismissFinding(operations, actingStaff(), { findingId, note });
      process.stdout.write(`${words().resolutions.dismissed}\n`);
    }),
  );
}

const words = () => messages(readerLanguage()).reconciliation;

function rowOf({ findingId, kind, subject, lineId, firstSeenAt, resolvedAs }: Finding): readonly string[] {
  const t = words();
  return [
    findingId,
    localInstant(firstSeenAt.toISOString()),
    t.kinds[kind],
    subject,
    lineId ?? '',
    resolvedAs === null ? t.open : t.resolutions[resolvedAs],
  ];
}

function rowsOfRun({ runId, startedAt, parts }: Run): readonly (readonly string[])[] {
  const t = words();
  return parts.map(({ part, looked, found, finishedAt, parkedUntil, parkedFor }) => [
    ...[runId, localInstant(startedAt.toISOString()), t.parts[part], String(looked), String(found)],
    finishedAt !== null
      ? t.finished
      : parkedUntil !== null
        ? t.parked(parkedFor ?? '', localInstant(parkedUntil.toISOString()))
        : t.running,
  ]);
}
