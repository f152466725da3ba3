import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { checkSettingNames } from '../config/settings.ts';
import { type ErrorCode, HandbackError } from '../domain/errors.ts';
import { errorText } from '../messages/errors.ts';
import { messages } from '../messages/index.ts';
import { DatabaseInUse } from '../run/embedded-postgres.ts';
import { isConnectionFailure } from '../store/database/database.ts';
import { attemptsCommand } from './attempts.ts';
import { auditCommand } from './audit.ts';
import { benchCommand } from './bench.ts';
import { campaignCommand } from './campaign.ts';
import { campaignsCommand } from './campaigns.ts';
import { cardsCommand } from './cards.ts';
import { casesCommand } from './cases.ts';
import { certificatesCommand } from './certificates.ts';
import { channelsCommand } from './channels.ts';
import { chargesCommand } from './charges.ts';
import { complaintsCommand } from './complaints.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { esimCommand } from './esim.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { feedsCommand } from './feeds.ts';
import { importCommand } from './import.ts';
import { keysCommand } from './keys.ts';
import { linesCommand } from './lines.ts';
import { logCommand } from './log.ts';
import { migrateCommand } from './migrate.ts';
import { numbersCommand } from './numbers.ts';
import { operatorCommand } from './operator.ts';
import { printableJson, printableLines } from './printable.ts';
import { privacyCommand } from './privacy.ts';
import { commandWords, readerLanguage, readerLanguages } from './reader-language.ts';
import { reconcileCommand } from './reconcile.ts';
import { requestsCommand } from './requests.ts';
import { restoreCommand } from './restore.ts';
import { rulesCommand } from './rules.ts';
import { serveCommand, workerCommand } from './serve.ts';
import { simCommand } from './sim.ts';
import { storesCommand } from './stores.ts';
import { textsCommand } from './texts.ts';
import { tokensCommand } from './tokens.ts';
import { verifyCommand } from './verify.ts';
import { virtualEuiccCommand } from './virtual-euicc.ts';
import { virtualUiccCommand } from './virtual-uicc.ts';

const VERSION = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'))
  .version as string;

const HINT = '(add --help for what is possible)';

const EXIT_CODES =
  'Exit codes: 0 done, 1 it did not work or the answer is no, 2 it was not understood, or it needs --yes.';

/** Every command. What is not understood is thrown as a `CommanderError`. */
export function handbackProgram(): Command {
  const program = new Command('handback')
    .description(
      readerLanguages()
        .map((language) => messages(language).common.motto)
        .join(' '),
    )
    .version(VERSION)
    .exitOverride()
    .hook('preAction', (_program, command) => {
      // The doctor tells of it among all else that it finds.
      if (command.name() !== 'doctor') checkSettingNames(process.env);
    })
    .addHelpText('after', `\n${EXIT_CODES}`)
    .configureOutput({ outputError: (text, write) => write(text) });
  withExamples(program, 'import lines.csv --dry-run', 'cases list --state stuck', 'cases --help');
  for (const command of [
    demoCommand(),
    serveCommand(),
    workerCommand(),
    migrateCommand(),
    doctorCommand(),
    importCommand(),
    linesCommand(),
    rulesCommand(),
    casesCommand(),
    requestsCommand(),
    campaignCommand(),
    campaignsCommand(),
    chargesCommand(),
    complaintsCommand(),
    reconcileCommand(),
    numbersCommand(),
    feedsCommand(),
    textsCommand(),
    esimCommand(),
    cardsCommand(),
    simCommand(),
    virtualEuiccCommand(),
    virtualUiccCommand(),
    certificatesCommand(),
    verifyCommand(),
    keysCommand(),
    privacyCommand(),
    restoreCommand(),
    channelsCommand(),
    storesCommand(),
    attemptsCommand(),
    auditCommand(),
    logCommand(),
    operatorCommand(),
    tokensCommand(),
    benchCommand(),
  ]) {
    program.addCommand(command);
  }
  // Subcommands do not inherit this by themselves.
  const override = (command: Command): void => {
    command.exitOverride().showHelpAfterError(HINT);
    command.commands.forEach(override);
  };
  override(program);
  return program;
}

/** Runs one command; answers the exit code: 0 done, 1 it did not work, 2 it was not understood. */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = handbackProgram();
  try {
    if (args.length === 0) {
      program.outputHelp();
      return ExitCode.usage;
    }
    await program.parseAsync([...args], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : ExitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    report(error, args.includes('--json'));
    return ExitCode.failed;
  }
}

function report(thrown: unknown, json: boolean): void {
  const language = readerLanguage();
  const error = isConnectionFailure(thrown)
    ? new HandbackError('unavailable', {}, { cause: thrown })
    : thrown;
  if (error instanceof HandbackError) {
    const { title, detail } = errorText(language, error.code, error.facts, 'operator');
    if (json)
      process.stderr.write(`${printableJson({ code: error.code, title, detail, facts: error.facts }, 0)}\n`);
    else
      process.stderr.write(
        printableLines(`handback: ${title} (${error.code})\n${detail}\n${problemLines(error)}`),
      );
    return;
  }
  const message = messageOf(error);
  if (json) process.stderr.write(`${printableJson({ code: 'internal', detail: message }, 0)}\n`);
  else process.stderr.write(printableLines(`handback: ${message}\n`));
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { running, unreadable } = commandWords();
  if (error instanceof DatabaseInUse) return running.databaseInUse(error.pid);
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code !== undefined && syscall === 'open' && path !== undefined) return unreadable(path, code);
  if (code !== undefined && syscall === 'listen') {
    const { address = '', port = 0 } = error as { address?: string; port?: number };
    return code === 'EADDRINUSE'
      ? running.portTaken(address, port)
      : running.cannotListen(address, port, code);
  }
  return error.message;
}

/** What is wrong, one line each; of a single value its name, which a form would show beside it. */
function problemLines(error: HandbackError): string {
  const { problems, field } = error.facts;
  if (Array.isArray(problems)) return `${problems.join('\n')}\n`;
  return FIELD_CODES.has(error.code) && typeof field === 'string' ? `${field}\n` : '';
}
const FIELD_CODES: ReadonlySet<ErrorCode> = new Set(['field_missing', 'field_invalid']);
