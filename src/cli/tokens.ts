import { Command, InvalidArgumentError } from 'commander';
import { SCOPES, type Scope } from '../domain/people/scope.ts';
import { makeToken } from '../operations/people/make-token.ts';
import { revokeToken } from '../operations/people/revoke-token.ts';
import { actingStaff } from './acting-staff.ts';
import { ExitCode } from './exit-code.ts';
import { commandWords } from './reader-language.ts';
import { withBase } from './with-base.ts';

export function tokensCommand(): Command {
  const command = new Command('tokens').description('Tokens with which systems and staff call the API.');
  command
    .command('make')
    .argument('<name>', 'who will use it; a name is used once')
    .requiredOption('--scope <scope...>', `what it may do: ${SCOPES.join(', ')}`, parseScopes)
    .description('Make a token. It is printed once and stored only as a hash.')
    .action(async (name: string, options: { scope: Scope[] }) => {
      const token = await withBase((base) =>
        makeToken(base.operations, actingStaff(), { name, scopes: options.scope }),
      );
      if (token === null) return fail(commandWords().tokens.taken(name));
      process.stdout.write(`${token}\n`);
    });
  command
    .command('revoke')
    .argument('<name>')
    .description('End a token, at once.')
    .action(async (name: string) => {
      const found = await withBase((base) => revokeToken(base.operations, actingStaff(), { name }));
      if (!found) fail(commandWords().tokens.unknown(name));
    });
  return command;
}

function fail(why: string): void {
  process.stderr.write(`handback: ${why}\n`);
  process.exitCode = ExitCode.failed;
}

function parseScopes(text: string, before: Scope[] = []): Scope[] {
  const scope = SCOPES.find((s) => s === text);
  if (scope === undefined) throw new InvalidArgumentError(`it is one of: ${SCOPES.join(', ')}`);
  return [...before, scope];
}
