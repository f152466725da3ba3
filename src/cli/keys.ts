import { Command } from 'commander';
import { asksFirst, type ConsentFlags, consentOf } from './consent.ts';
import { withExamples } from './examples.ts';
import { addEpochCommands } from './key-epochs.ts';
import { commandWords } from './reader-language.ts';
import { withBase } from './with-base.ts';

export function keysCommand(): Command {
  const command = new Command('keys').description(
    'The keys that sign certificates, and those that wrap the keys of people.',
  );
  const rotate = withExamples(asksFirst(command.command('rotate')), 'keys rotate --yes')
    .description('Make a new signing key. What the old one signed stays good; its private half is destroyed.')
    .option('--json', 'print as JSON');
  rotate.action(async (flags: ConsentFlags & { json?: boolean }) => {
    const consent = consentOf(rotate, flags);
    if (!(await consent((words) => words.rotateKey))) return;
    await withBase(async (base) => {
      await base.keyRing.rotate(new Date());
      const { keyId } = base.keyRing.signer();
      process.stdout.write(
        flags.json ? `${JSON.stringify({ keyId })}\n` : `${commandWords().keys.made(keyId)}\n`,
      );
    });
  });
  const revoke = withExamples(
    asksFirst(command.command('revoke').argument('<key_id>', 'as `handback keys trust` names it (kid)')),
    'keys revoke x7Qm... --yes',
  )
    .description(
      'Stop all belief in a key whose private half has leaked: what it signed is worth nothing any more. The active key is replaced in the same step.',
    )
    .option('--json', 'print as JSON');
  revoke.action(async (keyId: string, flags: ConsentFlags & { json?: boolean }) => {
    const consent = consentOf(revoke, flags);
    if (!(await consent((words) => words.revokeKey(keyId)))) return;
    await withBase(async (base) => {
      await base.keyRing.revoke(keyId, new Date());
      const signer = base.keyRing.signer().keyId;
      process.stdout.write(
        flags.json
          ? `${JSON.stringify({ revoked: keyId, keyId: signer })}\n`
          : `${commandWords().keys.revoked(keyId, signer)}\n`,
      );
    });
  });
  withExamples(command.command('trust'), 'keys trust > trust.json')
    .description('Print the trust document, for verifying offline with `handback verify --trust`.')
    .action(() =>
      withBase(async (base) => void process.stdout.write(`${JSON.stringify(base.trust(), null, 2)}\n`)),
    );
  addEpochCommands(command);
  return command;
}
