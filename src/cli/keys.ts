import { Command } from 'commander';
import { commandWords } from './reader-language.ts';
import { withBase } from './with-base.ts';

export function keysCommand(): Command {
  const command = new Command('keys').description('The keys that sign certificates.');
  command
    .command('rotate')
    .description('Make a new signing key. What the old one signed stays good.')
    .action(() =>
      withBase(async (base) => {
        await base.keyRing.rotate(new Date());
        process.stdout.write(`${commandWords().keys.made(base.keyRing.signer().keyId)}\n`);
      }),
    );
  command
    .command('trust')
    .description('Print the trust document, for verifying offline with `handback verify --trust`.')
    .action(() =>
      withBase(
        async (base) => void process.stdout.write(`${JSON.stringify(base.keyRing.publicKeys(), null, 2)}\n`),
      ),
    );
  return command;
}
