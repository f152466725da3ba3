import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { issueChannelList, readChannelList } from '../certificate/sign/channel-list.ts';
import { openKeyRing } from '../certificate/sign/keys.ts';
import { readTrust } from '../certificate/sign/trust.ts';
import { readChannelsFile } from '../config/channels-file.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import type { ChannelRegistry } from '../domain/channels/registry.ts';
import { readBlockFile } from '../operations/channels/block-file.ts';
import { exportBlocks, importBlocks } from '../operations/channels/channel-blocks.ts';
import { nodeVerifyCrypto } from '../ports/node-verify-crypto.ts';
import { blockCsv } from '../reports/block-csv.ts';
import { channelParts } from '../run/channel-parts.ts';
import { keyRingFolderOf } from '../run/compose.ts';
import { publicUrlOf } from '../run/start-warnings.ts';
import { actingStaff } from './acting-staff.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { widthOf } from './label-column.ts';
import { printableJson, printableLines } from './printable.ts';
import { readInput } from './read-input.ts';
import { commandWords, readerLanguage } from './reader-language.ts';
import { runningInstance } from './running.ts';
import { besideRunning, withBase } from './with-base.ts';

/** The registry of official channels, and the list of what is blocked. */
export function channelsCommand(): Command {
  const command = new Command('channels').description(
    'By what the operator and others can be reached; what is blocked as fraud.',
  );
  withExamples(command.command('show'), 'channels show', 'channels show --json')
    .description(
      'The registry: the operator file, the settings, HANDBACK_CHANNELS_FILE and the public entries.',
    )
    .option('--json', 'print as JSON')
    .action((flags: { json?: boolean }) => {
      const registry = registryOfSettings();
      process.stdout.write(flags.json ? `${printableJson(registry)}\n` : listed(registry));
    });
  withExamples(
    command.command('check').argument('<file>', 'as examples/channels.yaml'),
    'channels check channels.yaml',
  )
    .description('Check a file of channels (HANDBACK_CHANNELS_FILE): every problem with its line.')
    .action((file: string) => {
      const registry = readChannelsFile(file);
      process.stdout.write(`${printableLines(commandWords().channels.good(file))}\n${listed(registry)}`);
    });
  withExamples(command.command('sign'), 'channels sign > channels.jws')
    .description(
      'Print the registry, signed with the key of certificates, as /.well-known/handback/channels.jws does.',
    )
    .action(async () => {
      const settings = readSettings(process.env);
      const ring = await openKeyRing(keyRingFolderOf(settings), settings.operator, new Date());
      process.stdout.write(`${issueChannelList(registryOfSettings(), ring.signer(), new Date())}\n`);
    });
  withExamples(
    command.command('verify').argument('<file>', 'a signed registry; - reads standard input'),
    'channels verify channels.jws --trust trust.json',
  )
    .description('Check a signed registry, offline, and print it.')
    .requiredOption('--trust <file>', 'the trust document (`/.well-known/handback/trust.json`)')
    .action(async (file: string, { trust }: { trust: string }) => {
      const jws = readFileSync(file === '-' ? 0 : file, 'utf8');
      const reading = await readChannelList(
        jws,
        await readTrust([readFileSync(trust)], nodeVerifyCrypto),
        nodeVerifyCrypto,
      );
      const { channels: words } = commandWords();
      if (reading.ok) {
        process.stdout.write(
          `${printableLines(words.authentic(reading.list.issuer, reading.list.asOf))}\n${listed(reading.list)}`,
        );
        return;
      }
      process.stdout.write(`${words.faults[reading.fault]}\n`);
      process.exitCode = ExitCode.failed;
    });
  blocksCommands(command.command('blocks').description('What is blocked as fraud, as CSV.'));
  return command;
}

function blocksCommands(command: Command): void {
  withExamples(command.command('export'), 'channels blocks export > blocked.csv')
    .description('Print the list: kind, value, note, source, added_at.')
    .action(() =>
      withBase(async ({ operations }) => {
        for await (const part of blockCsv(exportBlocks(operations, actingStaff())))
          process.stdout.write(part);
      }),
    );
  withExamples(
    command
      .command('import')
      .argument('<file>', 'CSV with the columns kind, value, note; - reads standard input'),
    'channels blocks import police.csv --source "Police list"',
  )
    .description('Add a list. Rows that name nothing are told and left out.')
    .requiredOption('--source <name>', 'from whom it is')
    .option('--json', 'print as JSON: rows, added, and the wrong ones counted from 1')
    .action((file: string, { source, json = false }: { source: string; json?: boolean }) =>
      withBase(async ({ operations }) => {
        const rows = readBlockFile(readInput(file));
        const done = await importBlocks(operations, actingStaff(), { source, rows });
        const { added, wrong } = done;
        if (wrong.length > 0) process.exitCode = ExitCode.failed;
        if (json) {
          process.stdout.write(`${printableJson(done)}\n`);
          return;
        }
        const { channels: words } = commandWords();
        process.stdout.write(`${words.added(added, rows.length)}\n`);
        if (wrong.length > 0) process.stdout.write(`${words.wrong(wrong.slice(0, 20).join(', '))}\n`);
      }),
    );
}

function registryOfSettings(): ChannelRegistry {
  const settings = readSettings(process.env);
  return registryOf(
    besideRunning(settings, settings.databaseUrl === null ? runningInstance(settings) : null),
  );
}

function registryOf(settings: Settings): ChannelRegistry {
  return channelParts(settings, publicUrlOf(settings)).registry;
}

function listed({ owners }: ChannelRegistry): string {
  const language = readerLanguage();
  const lines = owners.flatMap(({ name, role, country, channels }) => [
    `${name[language]} (${role}, ${country})`,
    ...channels.map(({ kind, at, value, until, source, checked }) =>
      [
        padded(`  ${at === null ? kind : `${kind} ${at}`}`, 18),
        padded(value, 28),
        `${checked}  ${source}${until === null ? '' : `  -> ${until}`}`,
      ].join(' '),
    ),
  ]);
  return `${printableLines(lines.join('\n'))}\n`;
}

/** As wide as the terminal shows it: Chinese letters take two columns. */
const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));
