import { Command, InvalidArgumentError, Option } from 'commander';
import { LISTED_STATES, NOTICE_KINDS, type NoticeKind } from '../domain/notices.ts';
import { listNotices, type NoticeRecord } from '../operations/cases/notices/list-notices.ts';
import { retryNotices } from '../operations/cases/notices/retry-notices.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { localInstant } from './local-instant.ts';
import { nextPage, type PageFlags, paged } from './pages.ts';
import { printableJson, printableText } from './printable.ts';
import { commandWords } from './reader-language.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

interface ListFlags extends PageFlags {
  readonly state: (typeof LISTED_STATES)[number];
  readonly kind?: NoticeKind;
}

interface ResendFlags {
  readonly all?: boolean;
  readonly kind?: NoticeKind;
  readonly json?: boolean;
}

const EXAMPLE = '0198c0de-0000-7000-8000-000000000000';

/** Messages to people that did not arrive, or not yet: looking at them, and having them tried again. */
export function noticeCommands(): readonly Command[] {
  return [listCommand(), resendCommand()];
}

/** What became of a message, in a few words. */
export function noticeStateText(notice: NoticeRecord): string {
  const words = commandWords().cases;
  const { nextTryAt, deadlineAt, givenUpAt, givenUpFor, failed } = notice;
  const said = failed === null ? null : printableText(failed);
  const at = (instant: Date): string => localInstant(instant.toISOString());
  if (givenUpAt !== null) return words.givenUp(at(givenUpAt), givenUpFor!, said);
  if (notice.state === 'delivered') return words.delivered(at(notice.receiptAt!));
  if (notice.state === 'undeliverable')
    return words.undeliverable(at(notice.receiptAt!), printableText(notice.receipt ?? ''));
  return nextTryAt === null ? words.sent : words.waits(at(nextTryAt), at(deadlineAt), said);
}

function listCommand(): Command {
  return withExamples(
    paged(
      new Command('notices')
        .description(
          'Messages to people that wait to be sent, did not arrive, or were given up, the oldest first.',
        )
        .addOption(new Option('--state <state>', 'which messages').choices(LISTED_STATES).default('waiting'))
        .addOption(new Option('--kind <kind>', 'only those of this kind').choices(NOTICE_KINDS)),
      'notice_id',
      'message',
    ),
    'cases notices',
    'cases notices --state given_up --kind completed --json',
  ).action((flags: ListFlags) =>
    withBase(async ({ operations }) => {
      const { state, kind = null, limit, after = null, json = false } = flags;
      const page = await listNotices(operations, actingStaff(), {
        ...{ state, kind, limit, after },
      });
      if (json) return void process.stdout.write(`${printableJson(page)}\n`);
      const { cases: words } = commandWords();
      if (page.notices.length === 0) return void process.stdout.write(`${words.noNotices[state]}\n`);
      process.stdout.write(
        tableText(
          page.notices.map((one) => [
            one.noticeId,
            localInstant(one.madeAt.toISOString()),
            one.channel,
            one.kind,
            one.caseId ?? '',
            noticeStateText(one),
          ]),
        ),
      );
      if (page.next !== null)
        process.stdout.write(`${words.more(nextPage('cases notices', flags, page.next))}\n`);
    }),
  );
}

function resendCommand(): Command {
  return withExamples(
    new Command('resend')
      .argument('[notice_id]', 'as `handback cases notices` lists it', noticeId)
      .description('Try messages again that were given up, with a new deadline. It is audited.')
      .option('--all', 'all whose time was over while their peer was away')
      .addOption(new Option('--kind <kind>', 'with --all: only those of this kind').choices(NOTICE_KINDS))
      .option('--json', 'print as JSON'),
    `cases resend ${EXAMPLE}`,
    'cases resend --all --kind completed',
  ).action((id: string | undefined, { all = false, kind, json }: ResendFlags, command: Command) => {
    if ((id === undefined) !== all || (kind !== undefined && !all))
      command.error('error: name either one message or, with --all, those of a kind or of all kinds');
    return withBase(async ({ operations }) => {
      const request = id === undefined ? { kind: kind ?? null } : { noticeId: id };
      const retried = await retryNotices(operations, actingStaff(), request);
      process.stdout.write(
        json ? `${JSON.stringify({ retried })}\n` : `${commandWords().cases.retried(retried)}\n`,
      );
    });
  });
}

function noticeId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new InvalidArgumentError('it is an identity that `handback cases notices` lists');
  return text;
}
