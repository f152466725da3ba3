import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { messages } from '../messages/index.ts';
import { simContactsCsv, simMessagesCsv, simOwnNumbersCsv } from '../reports/sim-csv.ts';
import { simSummary } from '../reports/sim-summary.ts';
import { simVcard } from '../reports/sim-vcard.ts';
import { listReaders, withCard } from '../uicc/session/pcsc.ts';
import { readSim, type SimContents } from '../uicc/session/read-sim.ts';
import { SimFault } from '../uicc/session/sim-fault.ts';
import { askSecret } from './ask-secret.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { localInstant } from './local-instant.ts';
import { printableJson, printableLines, printableText } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { writeNewFolder } from './sim-backup-files.ts';

const words = () => messages(readerLanguage()).simBackup;

/** Needs neither a database nor a server: it runs where the card reader is. */
export function simCommand(): Command {
  return new Command('sim')
    .description('A physical SIM in a card reader: what it holds, before it is handed back.')
    .addCommand(readersCommand())
    .addCommand(backupCommand());
}

function readersCommand(): Command {
  return withExamples(new Command('readers'), 'sim readers')
    .option('--json', 'print as JSON')
    .description('The card readers of this machine (PC/SC).')
    .action(({ json }: { readonly json?: true }) =>
      tellFaults(json, async () => {
        const readers = await listReaders();
        const text = readers.map(({ name, hasCard }) => `${words().reader(printableText(name), hasCard)}\n`);
        process.stdout.write(
          json ? `${printableJson(readers)}\n` : text.join('') || `${words().noReaders}\n`,
        );
      }),
    );
}

interface BackupFlags {
  readonly out: string;
  readonly reader?: string;
  readonly pinFile?: string;
  readonly lastTry?: true;
  readonly json?: true;
}

function backupCommand(): Command {
  return withExamples(
    new Command('backup'),
    'sim backup --out my-sim',
    'sim backup --reader "ACS ACR39U ICC Reader 00 00" --out my-sim',
  )
    .requiredOption('--out <folder>', 'where to write; must not be there yet')
    .option('--reader <name>', 'the card reader, as `handback sim readers` names it')
    .option('--pin-file <file>', 'its first line is the PIN; default: asked at the terminal')
    .option('--last-try', 'use the last try of the PIN; a wrong one locks the card')
    .option('--json', 'print the result as JSON')
    .description(
      'Copy phone book, text messages and own numbers of a SIM into vCard, CSV and JSON. Changes nothing on it.',
    )
    .action((flags: BackupFlags) => tellFaults(flags.json, () => backUp(flags)));
}

async function backUp({ out, reader, pinFile, lastTry, json }: BackupFlags): Promise<void> {
  if (existsSync(out)) throw new Error(words().taken(out));
  const filePin = pinFile === undefined ? null : pinOf(readFileSync(pinFile, 'utf8'));
  const sim = await withCard(reader, (transmit) =>
    readSim(transmit, {
      lastTry: lastTry === true,
      askPin: async (triesLeft) => filePin ?? (await askSecret(words().askPin(triesLeft))),
      onRecord: sayProgress,
    }),
  );
  if (!writeNewFolder(out, filesOf(sim, new Date()))) throw new Error(words().taken(out));
  const counts = {
    contacts: sim.contacts.length,
    messages: sim.messages.length,
    ownNumbers: sim.ownNumbers.length,
  };
  if (json)
    process.stdout.write(
      `${printableJson({ result: 'written', folder: out, ...counts, broken: sim.broken })}\n`,
    );
  else {
    const broken = sim.broken.length === 0 ? '' : `${words().brokenCount(sim.broken.length)}\n`;
    process.stdout.write(printableLines(`${words().written({ ...counts, folder: out })}\n${broken}`));
  }
}

const pinOf = (file: string): string => file.split(/\r?\n/, 1)[0]!.trim();

/** A file of many records is slow on a card: 250 of them take half a minute. */
const SAY_EVERY = 50;

function sayProgress(file: string, record: number, of: number): void {
  if (record === 1 || record % SAY_EVERY === 0)
    process.stderr.write(`${printableText(words().reading(file, record, of))}\n`);
}

function filesOf(sim: SimContents, at: Date): Readonly<Record<string, string>> {
  const m = messages(readerLanguage());
  return {
    'contacts.vcf': simVcard(sim.contacts),
    'contacts.csv': simContactsCsv(sim.contacts),
    'messages.csv': simMessagesCsv(sim.messages),
    'own-numbers.csv': simOwnNumbersCsv(sim.ownNumbers),
    'sim.json': `${JSON.stringify({ readAt: at.toISOString(), ...sim }, null, 2)}\n`,
    'summary.txt': simSummary(m, sim, localInstant(at.toISOString())),
  };
}

/** What stands in the way of a card has words of its own, and is no error of ours. */
async function tellFaults(json: true | undefined, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SimFault)) throw error;
    const { code, facts } = error;
    const text = words();
    const lines = [
      text.faults[code],
      ...(typeof facts.triesLeft === 'number' ? [text.triesLeft(facts.triesLeft)] : []),
      ...(facts.readers === undefined ? [] : [text.readers(facts.readers)]),
      ...(facts.detail === undefined ? [] : [`(${facts.detail})`]),
    ];
    process.stderr.write(
      json
        ? `${printableJson({ code, title: text.faults[code], facts }, 0)}\n`
        : printableLines(`handback: ${lines.join('\n')}\n`),
    );
    process.exitCode = ExitCode.failed;
  }
}
