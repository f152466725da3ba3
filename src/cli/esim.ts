import { Command, InvalidArgumentError, Option } from 'commander';
import { messages } from '../messages/index.ts';
import {
  countZombies,
  ZOMBIE_GROUPINGS,
  type ZombieCount,
  type ZombieGrouping,
} from '../operations/esim/count-zombies.ts';
import { dismissNotification } from '../operations/esim/dismiss-notification.ts';
import { listQuarantined } from '../operations/esim/list-quarantined.ts';
import { recheckNotification } from '../operations/esim/recheck-notification.ts';
import { zombies } from '../operations/esim/zombies.ts';
import { zombieChart as drawChart } from '../reports/zombie-chart.ts';
import { zombieCsv } from '../reports/zombie-csv.ts';
import { actingStaff } from './acting-staff.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { commandWords, readerLanguage } from './reader-language.ts';
import { withBase } from './with-base.ts';

interface ZombieFlags {
  readonly by: ZombieGrouping;
  readonly csv?: boolean;
  readonly svg?: boolean;
  readonly json?: boolean;
}

const EXAMPLE = '0198c0de-0000-7000-8000-000000000000';

/** eSIM profiles that may still be on a device although their line ended, and notifications that prove nothing. */
export function esimCommand(): Command {
  const command = new Command('esim').description(
    'eSIM profiles that are not proven deleted, and notifications that wait for review.',
  );
  withExamples(command.command('zombies'), 'esim zombies --by maker', 'esim zombies --csv')
    .description('Profiles of ended lines that are not proven deleted.')
    .addOption(new Option('--by <group>', 'how they are counted').choices(ZOMBIE_GROUPINGS).default('age'))
    .addOption(new Option('--csv', 'print every one of them, as CSV').conflicts(['svg', 'json']))
    .addOption(new Option('--svg', 'print a chart').conflicts('json'))
    .option('--json', 'print the counts as JSON')
    .action((flags: ZombieFlags) =>
      withBase(async ({ operations }) => {
        if (flags.csv) {
          for await (const part of zombieCsv(zombies(operations, actingStaff()))) process.stdout.write(part);
          return;
        }
        const counts = await countZombies(operations, actingStaff(), { by: flags.by });
        if (flags.svg) process.stdout.write(`${drawChart(readerLanguage(), flags.by, counts)}\n`);
        else if (flags.json) process.stdout.write(`${JSON.stringify(counts, null, 2)}\n`);
        else process.stdout.write(zombieBars(counts));
      }),
    );
  withExamples(command.command('quarantine'), 'esim quarantine')
    .description('Notifications that prove nothing as yet, the oldest first.')
    .option('--json', 'print as JSON')
    .action((flags: { json?: boolean }) =>
      withBase(async ({ operations }) => {
        const list = await listQuarantined(operations, actingStaff());
        if (flags.json) return void process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
        if (list.length === 0) return void process.stdout.write(`${commandWords().esim.nothingToReview}\n`);
        for (const n of list)
          process.stdout.write(
            `${n.notificationId}  ${n.receivedAt.toISOString()}  ${n.reason.padEnd(18)}  ${n.event ?? '-'}  ICCID ${n.iccid ?? '-'}  EID ${n.eid ?? '-'}\n`,
          );
      }),
    );
  withExamples(command.command('recheck'), `esim recheck ${EXAMPLE} --device-confirmed`)
    .argument('<notification-id>', 'as `handback esim quarantine` lists it', notificationId)
    .description('Judge a notification anew by what is known today. Exit code 1: it still proves nothing.')
    .option(
      '--device-confirmed',
      'the operator knows that the profile was on the eUICC that signed (for device_unknown)',
    )
    .option('--json', 'print as JSON')
    .action((id: string, flags: { deviceConfirmed?: boolean; json?: boolean }) =>
      withBase(async ({ operations }) => {
        const { json, ...confirmed } = flags;
        const request = { notificationId: id, ...confirmed };
        const proven = await recheckNotification(operations, actingStaff(), request);
        const { esim: words } = commandWords();
        process.stdout.write(
          json
            ? `${JSON.stringify({ notificationId: id, proven })}\n`
            : `${proven ? words.proven : words.notProven}\n`,
        );
        if (!proven) process.exitCode = ExitCode.failed;
      }),
    );
  const dismiss = withExamples(
    asksFirst(command.command('dismiss')),
    `esim dismiss ${EXAMPLE} --reason "a test card" --yes`,
  );
  dismiss
    .argument('<notification-id>', 'as `handback esim quarantine` lists it', notificationId)
    .requiredOption('--reason <text>', 'kept in the audit log')
    .description('Leave a notification as the proof of nothing that it is.')
    .option('--json', 'print as JSON')
    .action(async (id: string, flags: ConsentFlags & { reason: string; json?: boolean }) => {
      const consent = consentOf(dismiss, flags);
      if (!(await consent((words) => words.dismiss(id)))) return;
      await withBase(async ({ operations }) => {
        const { reason } = flags;
        await dismissNotification(operations, actingStaff(), { notificationId: id, reason });
        process.stdout.write(
          flags.json
            ? `${JSON.stringify({ notificationId: id, dismissed: true })}\n`
            : `${commandWords().esim.dismissed}\n`,
        );
      });
    });
  return command;
}

function notificationId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new InvalidArgumentError('it is an identity that `handback esim quarantine` lists');
  return text;
}

const BAR = 40;

function zombieBars(counts: readonly ZombieCount[]): string {
  const { commandLine, zombieChart } = messages(readerLanguage());
  const { esim: words } = commandLine;
  const totals = counts.map((c) => c.counts.unproven + c.counts.unreachable + c.counts.not_possible);
  const most = Math.max(1, ...totals);
  const rows = counts.map(({ group, counts: c }, i) => {
    const length = Math.ceil((totals[i]! / most) * BAR);
    return `${(group || '-').padStart(16)}  ${'#'.repeat(length).padEnd(BAR)}  ${totals[i]}  ${words.counts(c.unreachable, c.unproven, c.not_possible)}`;
  });
  return rows.length === 0 ? `${zombieChart.none}\n` : `${rows.join('\n')}\n`;
}
