import { Command } from 'commander';
import { type KeptDecision, viewDecisions } from '../operations/cases/view-decisions.ts';
import { type CaseEvidence, viewEvidence } from '../operations/cases/view-evidence.ts';
import { type CaseHistory, viewHistory } from '../operations/cases/view-history.ts';
import { actingStaff } from './acting-staff.ts';
import { evidencePackCommand } from './evidence-pack.ts';
import { withExamples } from './examples.ts';
import { noticeStateText } from './notices.ts';
import { printableBytes, printableText } from './printable.ts';
import { commandWords } from './reader-language.ts';
import { withBase } from './with-base.ts';

interface Flags {
  readonly json?: boolean;
}

/** What is kept of a case, for whoever asks what happened and why. */
export function caseRecordCommands(): readonly Command[] {
  return [
    withExamples(new Command('history'), 'cases history HB-7K3F9QXM')
      .argument('<reference>', 'e.g. HB-7K3F9QXM')
      .description('Who did what to a case and when, and which messages went out, wait or were given up.')
      .option('--json', 'print as JSON')
      .action((reference: string, { json }: Flags) =>
        withBase(async ({ operations }) => {
          const history = await viewHistory(operations, actingStaff(), { reference });
          print(json ? JSON.stringify(history, null, 2) : historyText(history));
        }),
      ),
    withExamples(new Command('evidence'), 'cases evidence HB-7K3F9QXM --json')
      .argument('<reference>', 'e.g. HB-7K3F9QXM')
      .description('What the network was asked in a case, and what it answered. The look is audited.')
      .option('--json', 'print as JSON; bytes in base64')
      .action((reference: string, { json }: Flags) =>
        withBase(async ({ operations }) => {
          const evidence = await viewEvidence(operations, actingStaff(), { reference });
          print(json ? JSON.stringify(evidence, bytesInBase64, 2) : evidenceText(evidence));
        }),
      ),
    evidencePackCommand(),
    withExamples(new Command('decisions'), 'cases decisions HB-7K3F9QXM', 'cases decisions --line L0000001')
      .argument('[reference]', 'of a case, e.g. HB-7K3F9QXM')
      .description('Why a line was, or was not, let go, with what it was decided from. The look is audited.')
      .option('--line <line_id>', 'all decisions on a line, also those of which no case came')
      .option('--json', 'print as JSON')
      .action((reference: string | undefined, flags: Flags & { line?: string }, command: Command) => {
        if ((reference === undefined) === (flags.line === undefined))
          command.error('error: name either a case or, with --line, a line');
        const request = flags.line === undefined ? { reference: reference! } : { lineId: flags.line };
        return withBase(async ({ operations }) => {
          const decisions = await viewDecisions(operations, actingStaff(), request);
          print(flags.json ? JSON.stringify(decisions, null, 2) : decisionsText(decisions));
        });
      }),
  ];
}

function historyText({ events, messages }: CaseHistory): string {
  return [
    ...events.map(
      ({ at, actor, action, facts }) =>
        `${at.toISOString()}  ${actor.padEnd(12)}  ${action.padEnd(20)}  ${facts === null ? '' : json(facts)}`,
    ),
    ...messages.map(
      (notice) =>
        `${notice.madeAt.toISOString()}  ${notice.channel.padEnd(12)}  ${notice.kind.padEnd(20)}  ${noticeStateText(notice)}`,
    ),
  ]
    .map((line) => line.trimEnd())
    .sort()
    .join('\n');
}

function evidenceText({ exchanges, notifications }: CaseEvidence): string {
  const words = commandWords().cases;
  if (exchanges.length + notifications.length === 0) return words.noEvidence;
  return [
    ...exchanges.flatMap(({ at, stage, element, interface: over, meaning, node, hash, exchange }) => [
      `${at.toISOString()}  ${stage.padEnd(15)}  ${element} (${over})  ${meaning}${node === null ? '' : ` ${node.name} ${node.domain}`}  ${hash}`,
      ...(exchange === null
        ? [`    ${words.erased}`]
        : [`    > ${printableText(exchange.request)}`, `    < ${printableBytes(exchange.answer)}`]),
    ]),
    ...notifications.flatMap(({ receivedAt, via, event, eid, seqNumber, hash, raw }) => [
      `${receivedAt.toISOString()}  ${eid} (${via})  ${words.signed(event, seqNumber)}  ${hash}`,
      raw === null ? `    ${words.erased}` : `    < ${printableBytes(raw)}`,
    ]),
  ].join('\n');
}

function decisionsText(decisions: readonly KeptDecision[]): string {
  const words = commandWords().cases;
  if (decisions.length === 0) return words.noDecisions;
  return decisions
    .flatMap(({ at, kind, verdict, rules, findings, opened }) => [
      `${at.toISOString()}  ${kind.padEnd(12)}  ${verdict}`,
      `    ${
        rules.running === null
          ? words.ruledBy(`${rules.jurisdiction} ${rules.version}`, rules.on)
          : words.ruledByBoth(
              `${rules.jurisdiction} ${rules.version}`,
              rules.on,
              rules.running.version,
              rules.running.on,
            )
      }`,
      ...(findings.length === 0 ? [`    ${words.nothingFound}`] : []),
      ...findings.map(
        ({ check, effect, rule }) => `    ${words.finding(check, effect, rule.id, rule.version)}`,
      ),
      `    ${opened === null ? words.erased : words.factsOf(json(opened.facts))}`,
    ])
    .join('\n');
}

const json = (value: unknown): string => printableText(JSON.stringify(value));

/** `JSON.stringify` has turned a Buffer into an object by the time that it asks. */
function bytesInBase64(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown };
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data as number[]).toString('base64') : value;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
