import { Command, InvalidArgumentError } from 'commander';
import { type AuditCheck, verifyAudit } from '../operations/access/verify-audit.ts';
import { actingStaff } from './acting-staff.ts';
import { ExitCode } from './exit-code.ts';
import { commandWords } from './reader-language.ts';
import { withBase } from './with-base.ts';

interface Kept {
  readonly last: number;
  readonly chain: Buffer;
}

export function auditCommand(): Command {
  const command = new Command('audit').description('The log of who did what, numbered and chained.');
  command
    .command('verify')
    .option('--head <head>', 'a head that an earlier run printed: is it still part of the chain?', parseHead)
    .option('--json', 'answer as JSON')
    .description(
      'Check that no row of the audit log was changed, taken out or put in. Exit code 1 if one was.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  handback audit verify\n  handback audit verify --head 1204:9f86d081...  (kept elsewhere, it shows a log that was cut off)\n',
    )
    .action(async (options: { readonly head?: Kept; readonly json?: true }) => {
      const check = await withBase((base) =>
        verifyAudit(base.operations, actingStaff(), { kept: options.head ?? null }),
      );
      const sound = check.broken === null && check.beyond === 0 && check.holdsHead !== false;
      process.stdout.write(`${options.json ? asJson(check, sound) : asText(check)}\n`);
      if (!sound) process.exitCode = ExitCode.failed;
    });
  return command;
}

function headOf({ head }: AuditCheck): string | null {
  return head === null ? null : `${head.last}:${head.chain.toString('hex')}`;
}

function asJson(check: AuditCheck, sound: boolean): string {
  const { rows, broken, beyond, unsealed, holdsHead } = check;
  return JSON.stringify({ sound, rows, head: headOf(check), broken, beyond, unsealed, holdsHead });
}

function asText(check: AuditCheck): string {
  const { audit: words } = commandWords();
  const { rows, broken, beyond, unsealed, holdsHead } = check;
  return [
    broken === null ? words.sound(rows) : words.broken[broken.fault](broken.first, broken.last),
    ...(beyond > 0 ? [words.beyond(beyond)] : []),
    ...(holdsHead === null ? [words.noHead] : [holdsHead ? words.headHolds : words.headGone]),
    ...(unsealed > 0 ? [words.unsealed(unsealed)] : []),
    ...(headOf(check) === null ? [] : [words.head(headOf(check)!)]),
  ].join('\n');
}

function parseHead(text: string): Kept {
  const found = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim());
  if (found === null) throw new InvalidArgumentError('a head looks like 1204:HEX, as this command prints it');
  return { last: Number(found[1]), chain: Buffer.from(found[2]!, 'hex') };
}
