import { Command } from 'commander';
import { readOperatorFile } from '../config/operator-file.ts';
import { issuerName } from '../domain/operator/house.ts';
import { languages } from '../messages/index.ts';
import { smsText } from '../messages/sms.ts';
import { printableLines } from './printable.ts';
import { commandWords } from './reader-language.ts';

export function operatorCommand(): Command {
  const command = new Command('operator').description(
    'What pages, messages and certificates say of the operator.',
  );
  command
    .command('check')
    .description(
      'Check an operator file (HANDBACK_OPERATOR_FILE): every problem with its line, and how it will read.',
    )
    .argument('<file>', 'as examples/operator.yaml')
    .addHelpText('after', '\nExample:\n  handback operator check examples/operator.yaml')
    .action((file: string) => {
      const house = readOperatorFile(file);
      const { operator: words } = commandWords();
      const { logo, colour, hotline, clearing } = house;
      const sender = { name: house.name, hotline: hotline?.number ?? null, portal: 'https://…' };
      process.stdout.write(
        printableLines(
          [
            words.good(file),
            words.certificate(issuerName(house)),
            words.has(logo !== null, colour !== null, hotline?.number ?? null, Object.keys(clearing).length),
            ...languages.map((language) =>
              smsText(sender, language, 'declared', { reference: 'HB-00000000', stop: sender.portal }, null),
            ),
            words.wear(file),
            '',
          ].join('\n'),
        ),
      );
    });
  return command;
}
