import { Command } from 'commander';
import { resetAttempts } from '../operations/people/reset-attempts.ts';
import { actingStaff } from './acting-staff.ts';
import { commandWords } from './reader-language.ts';
import { withBase } from './with-base.ts';

export function attemptsCommand(): Command {
  const command = new Command('attempts').description(
    'Wrong answers and codes, as they are counted at each door.',
  );
  command
    .command('reset')
    .argument('<number>', 'the telephone number, international or national')
    .description('Let a holder try again who was locked out and showed you who they are.')
    .addHelpText('after', "\nExample:\n  handback attempts reset '+86 170 0000 0001'\n")
    .action(async (number: string) => {
      const forgotten = await withBase((base) => resetAttempts(base.operations, actingStaff(), { number }));
      process.stdout.write(`${commandWords().attempts.reset(forgotten)}\n`);
    });
  return command;
}
