import { Command } from 'commander';
import { listStuck } from '../operations/cases/steering/list-stuck.ts';
import { retryCase } from '../operations/cases/steering/retry-case.ts';
import { rollForward } from '../operations/cases/steering/roll-forward.ts';
import { skipStage } from '../operations/cases/steering/skip-stage.ts';
import { viewCase } from '../operations/cases/view-case.ts';
import type { Operations } from '../operations/context.ts';
import { actingStaff } from './acting-staff.ts';
import { caseRecordCommands } from './case-records.ts';
import { commandWords } from './reader-language.ts';
import { withBase } from './with-base.ts';

/** Looking at cases, and helping those that are stuck. */
export function casesCommand(): Command {
  const command = new Command('cases').description('Look at cases, and help those that are stuck.');
  command
    .command('stuck')
    .description('List the cases that wait for a person of the operator.')
    .option('--json', 'print as JSON')
    .action((options: { json?: boolean }) =>
      withBase(async ({ operations }) => {
        const stuck = await listStuck(operations, actingStaff());
        if (options.json) return print(stuck);
        if (stuck.length === 0) return void process.stdout.write(`${commandWords().cases.noneStuck}\n`);
        for (const c of stuck)
          process.stdout.write(
            `${c.reference}  ${c.stage.padEnd(13)}  ${c.since.toISOString()}  ${JSON.stringify(c.problem)}\n`,
          );
      }),
    );
  command
    .command('show')
    .argument('<reference>', 'e.g. HB-7K3F9QXM')
    .description('Show one case.')
    .action((reference: string) =>
      withBase(async ({ operations }) => {
        const { record, steps, withdrawal } = await viewCase(operations, actingStaff(), { reference });
        const { receiptHash: _, ...shown } = record;
        print({ ...shown, steps, withdrawal });
      }),
    );
  for (const records of caseRecordCommands()) command.addCommand(records);
  steering(command, 'retry', 'Try the stuck stage again.', (op, caseId) =>
    retryCase(op, actingStaff(), { caseId }),
  );
  steering(
    command,
    'skip',
    'Go on without the stuck stage; it stays unproven.',
    (op, caseId, reason) => skipStage(op, actingStaff(), { caseId, reason }),
    true,
  );
  steering(
    command,
    'roll-forward',
    'Stop waiting for a serving node.',
    (op, caseId, reason) => rollForward(op, actingStaff(), { caseId, reason }),
    true,
  );
  return command;
}

function steering(
  parent: Command,
  name: string,
  about: string,
  act: (op: Operations, caseId: string, reason: string) => Promise<void>,
  reasoned = false,
): void {
  const command = parent.command(name).argument('<reference>').description(about);
  if (reasoned) command.requiredOption('--reason <text>', 'kept in the audit log');
  command.action((reference: string, options: { reason?: string }) =>
    withBase(async ({ operations }) => {
      const { record } = await viewCase(operations, actingStaff(), { reference });
      await act(operations, record.caseId, options.reason ?? '');
      process.stdout.write(`${record.reference}: ${name}\n`);
    }),
  );
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
