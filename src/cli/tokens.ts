import { Command, InvalidArgumentError } from 'commander';
import { SCOPES, type Scope } from '../domain/people/scope.ts';
import { listTokens } from '../operations/people/list-tokens.ts';
import { makeToken } from '../operations/people/make-token.ts';
import { revokeToken } from '../operations/people/revoke-token.ts';
import { actingStaff } from './acting-staff.ts';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { localInstant } from './local-instant.ts';
import { printableJson } from './printable.ts';
import { commandWords } from './reader-language.ts';
import { tableText } from './table.ts';
import { withBase } from './with-base.ts';

interface Flags {
  readonly json?: boolean;
}

export function tokensCommand(): Command {
  return new Command('tokens')
    .description('Tokens with which systems and staff call the API.')
    .addCommand(listCommand())
    .addCommand(makeCommand())
    .addCommand(revokeCommand());
}

function listCommand(): Command {
  return withExamples(
    new Command('list')
      .description('List the tokens: name, scopes, when made, when ended. Secrets are not kept.')
      .option('--json', 'print as JSON'),
    'tokens list',
  ).action(({ json }: Flags) =>
    withBase(async ({ operations }) => {
      const tokens = await listTokens(operations, actingStaff());
      const { tokens: words } = commandWords();
      if (json) return void process.stdout.write(`${printableJson(tokens)}\n`);
      if (tokens.length === 0) return void process.stdout.write(`${words.none}\n`);
      process.stdout.write(
        tableText(
          tokens.map(({ name, scopes, createdAt, revokedAt }) => [
            name,
            localInstant(createdAt.toISOString()),
            revokedAt === null ? words.inUse : words.revoked(localInstant(revokedAt.toISOString())),
            scopes.join(' '),
          ]),
        ),
      );
    }),
  );
}

function makeCommand(): Command {
  return withExamples(
    new Command('make')
      .argument('<name>', 'who will use it; a name is used once')
      .requiredOption('--scope <scope...>', `what it may do: ${SCOPES.join(', ')}`, parseScopes)
      .description('Make a token. It is printed once and stored only as a hash.')
      .option('--json', 'print as JSON'),
    'tokens make crm --scope lines:read lines:write',
  ).action(async (name: string, { scope: scopes, json }: Flags & { scope: Scope[] }) => {
    const token = await withBase(({ operations }) => makeToken(operations, actingStaff(), { name, scopes }));
    if (token === null) return fail(commandWords().tokens.taken(name));
    process.stdout.write(json ? `${printableJson({ name, scopes, token })}\n` : `${token}\n`);
  });
}

function revokeCommand(): Command {
  const command = withExamples(
    asksFirst(
      new Command('revoke')
        .argument('<name>', 'as `handback tokens list` shows it')
        .description('End a token, at once.')
        .option('--json', 'print as JSON'),
    ),
    'tokens revoke crm --yes',
  );
  return command.action(async (name: string, flags: Flags & ConsentFlags) => {
    const consent = consentOf(command, flags);
    if (!(await consent((words) => words.revokeToken(name)))) return;
    const found = await withBase(({ operations }) => revokeToken(operations, actingStaff(), { name }));
    const { tokens: words } = commandWords();
    if (!found) return fail(words.unknown(name));
    process.stdout.write(
      flags.json ? `${printableJson({ name, revoked: true })}\n` : `${words.ended(name)}\n`,
    );
  });
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
