import { Command, Option } from 'commander';
import type { NamedPerson } from '../domain/special/special-request.ts';
import { lastDayOf } from '../domain/values/working-days.ts';
import { messages } from '../messages/index.ts';
import type { Operations } from '../operations/context.ts';
import { homeTimeZone } from '../operations/home-time-zone.ts';
import { acceptSpecialRequest } from '../operations/special/accept-request.ts';
import { refuseSpecialRequest } from '../operations/special/refuse-request.ts';
import {
  listSpecialRequests,
  type RequestCandidate,
  type SpecialRequestView,
  viewSpecialRequest,
} from '../operations/special/view-request.ts';
import { actingStaff } from './acting-staff.ts';
import { type JsonFlag, tell } from './card-words.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { localInstant } from './local-instant.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { commandWords, readerLanguage } from './reader-language.ts';
import { factsText, tableText } from './table.ts';
import { withBase } from './with-base.ts';

const REFERENCE = 'SR-4T8V2NPK';

const requestWords = () => messages(readerLanguage()).requestCommands;

/** Special requests: who cannot ask as a holder does asked for something, and somebody decides it. */
export function requestsCommand(): Command {
  const command = new Command('requests').description(
    'Special requests of heirs, guardians, agents, companies, survivors and wrong holders: look and decide.',
  );
  for (const one of [listCommand(), showCommand(), acceptCommand(), refuseCommand()]) command.addCommand(one);
  return command;
}

interface ListFlags extends PageFlags {
  readonly state: 'waiting' | 'decided';
}

function listCommand(): Command {
  return withExamples(
    paged(
      new Command('list')
        .description(
          'List those that wait, the most urgent first, or those that were decided, the newest first.',
        )
        .addOption(new Option('--state <state>', 'which').choices(['waiting', 'decided']).default('waiting')),
      'request_id',
      'one',
    ),
    'requests list',
    'requests list --state decided --json',
  ).action((flags: ListFlags) =>
    withBase(async ({ operations }) => {
      const { state, limit, after = null } = flags;
      const page = await listSpecialRequests(operations, actingStaff(), { state, limit, after });
      const words = requestWords();
      // The receipt's hash says nothing to anybody.
      const requests = page.requests.map(({ receiptHash: _, ...one }) => one);
      const { labels } = words;
      const due = state === 'waiting' ? labels.decideBy : labels.decided;
      const heading = [labels.request, labels.route, labels.wish, labels.state, due, ''];
      const rows = requests.map((one) => [
        ...[one.reference, one.route, one.wish, one.state],
        one.decidedAt === null ? lastDay(operations, one) : localInstant(one.decidedAt.toISOString()),
        one.overdue ? words.overdue : '',
      ]);
      const more = page.next === null ? '' : `\n${words.more(nextPage('requests list', flags, page.next))}`;
      const text = rows.length === 0 ? words.none[state] : tableText([heading, ...rows]).trimEnd() + more;
      tell(flags, { ...page, requests }, text);
    }),
  );
}

function showCommand(): Command {
  return withExamples(
    new Command('show')
      .argument('<reference>', `e.g. ${REFERENCE}`)
      .description('A request with all that is needed to decide it. The look is audited.')
      .option('--json', 'print as JSON'),
    `requests show ${REFERENCE}`,
  ).action((reference: string, flags: JsonFlag) =>
    withBase(async ({ operations }) => {
      const view = await viewSpecialRequest(operations, actingStaff(), { reference });
      const { receiptHash: _, ...request } = view.request;
      tell(flags, { ...view, request }, viewText(operations, view));
    }),
  );
}

/** The last day on which it is decided: what is kept is the midnight after it. */
function lastDay(op: Operations, { decideBy }: { readonly decideBy: Date }): string {
  const { requestCommands, writing } = messages(readerLanguage());
  const day = lastDayOf(decideBy, homeTimeZone(op));
  const shown = new Intl.DateTimeFormat(writing.locale, { dateStyle: 'long', timeZone: 'UTC' });
  return requestCommands.endOf(shown.format(new Date(`${day}T00:00:00Z`)));
}

function viewText(op: Operations, view: SpecialRequestView): string {
  const { labels, ...words } = requestWords();
  const { request, body, photos, refusal, candidates } = view;
  const at = (instant: Date): string => localInstant(instant.toISOString());
  const due = `${lastDay(op, request)}${view.overdue ? ` (${words.overdue})` : ''}`;
  const said =
    body === null
      ? []
      : ([
          [labels.requester, personText(body.requester)],
          [labels.holder, body.holder === null ? null : personText(body.holder)],
          [labels.contact, body.contact || null],
          [labels.note, body.note || null],
          [labels.papers, body.materials.join(', ') || null],
        ] as const);
  return [
    factsText([
      [labels.request, request.reference],
      [labels.route, request.route],
      [labels.wish, request.wish],
      [labels.state, request.state],
      [labels.confidential, request.confidential ? words.confidential : null],
      [labels.received, at(request.receivedAt)],
      [labels.decideBy, due],
      [
        labels.decided,
        request.decidedAt === null ? null : `${at(request.decidedAt)}  ${view.decidedByName ?? ''}`,
      ],
      [labels.takenBy, view.takenByName],
      ...said,
      [labels.photos, photos.map(({ photoId, material }) => `${material} ${photoId}`).join(', ') || null],
      [labels.refusal, refusal],
    ]).trimEnd(),
    ...(body === null ? [words.erased] : []),
    ...(body?.everything ? [words.everything] : []),
    ...candidates.map(candidateText),
  ].join('\n');
}

const personText = ({ name, document: { type, country, number } }: NamedPerson): string =>
  `${name}, ${type} ${country} ${number}`;

function candidateText(one: RequestCandidate): string {
  const words = requestWords();
  const { finding } = commandWords().cases;
  if (one.lineId === null) return tableText([[one.number ?? '', words.nobodys]]).trimEnd();
  const matches =
    one.holderMatches === null ? words.unknownHolder : one.holderMatches ? words.matches : words.differs;
  return [
    tableText([
      [
        ...[one.lineId, one.number ?? '', one.status ?? '', matches],
        ...(one.inHand ? [words.inHand] : []),
        ...(one.openCase ? [words.openCase] : []),
        ...(one.outcome === null ? [] : [one.outcome.outcome, one.outcome.checks.join(', ')]),
      ],
    ]).trimEnd(),
    ...one.findings.map(({ check, effect, rule }) => `    ${finding(check, effect, rule.id, rule.version)}`),
  ].join('\n');
}

interface AcceptFlags extends ConsentFlags, JsonFlag {
  readonly line?: readonly string[];
  readonly all?: boolean;
}

function acceptCommand(): Command {
  const command = withExamples(
    asksFirst(
      new Command('accept')
        .argument('<reference>', `e.g. ${REFERENCE}`)
        .description(
          'Accept a request for some of its lines. At this machine no second person is asked; it is audited.',
        )
        .option('--line <line_id...>', 'lines that `handback requests show` lists')
        .option('--all', 'every line that can be chosen')
        .option('--json', 'print as JSON'),
    ),
    `requests accept ${REFERENCE} --line L0000001 --yes`,
    `requests accept ${REFERENCE} --all --yes --json`,
  );
  return command.action(async (reference: string, flags: AcceptFlags) => {
    if ((flags.line === undefined) !== (flags.all ?? false))
      command.error('error: name either lines with --line or, with --all, every line that can be chosen');
    const consent = consentOf(command, flags);
    await withBase(async ({ operations }) => {
      const { request, candidates } = await viewSpecialRequest(operations, actingStaff(), { reference });
      const { requestId, wish } = request;
      const lineIds = flags.line ?? candidates.flatMap(fit);
      const words = requestWords();
      if (lineIds.length === 0) {
        process.stderr.write(`handback: ${words.noneFit}\n`);
        process.exitCode = ExitCode.failed;
        return;
      }
      if (!(await consent(() => words.consent[wish](request.reference, lineIds.length)))) return;
      const done = await acceptSpecialRequest(operations, actingStaff(), { requestId, lineIds });
      const rows = done.lines.map(({ lineId, outcome, checks }) => [lineId, outcome, checks.join(', ')]);
      const last = done.state === 'accepted' ? words.accepted : words.stillOpen;
      tell(flags, done, `${tableText(rows)}${last(request.reference)}`);
      if (done.state !== 'accepted') process.exitCode = ExitCode.failed;
    });
  });
}

const fit = ({ lineId, choosable }: RequestCandidate): readonly string[] =>
  lineId !== null && choosable ? [lineId] : [];

function refuseCommand(): Command {
  const command = withExamples(
    asksFirst(
      new Command('refuse')
        .argument('<reference>', `e.g. ${REFERENCE}`)
        .description('Refuse a request. What was started of it goes on.')
        .requiredOption('--reason <text>', 'why; its requester reads it')
        .option('--json', 'print as JSON'),
    ),
    `requests refuse ${REFERENCE} --reason 'The letter is not signed.' --yes`,
  );
  return command.action(
    async (typed: string, flags: ConsentFlags & JsonFlag & { readonly reason: string }) => {
      const consent = consentOf(command, flags);
      await withBase(async ({ operations }) => {
        const { request } = await viewSpecialRequest(operations, actingStaff(), { reference: typed });
        const { requestId, reference } = request;
        const words = requestWords();
        if (!(await consent(() => words.consent.refuse(reference)))) return;
        await refuseSpecialRequest(operations, actingStaff(), { requestId, reason: flags.reason });
        tell(flags, { requestId, reference, state: 'refused' }, words.refused(reference));
      });
    },
  );
}
