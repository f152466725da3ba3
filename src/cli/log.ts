import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { readSettings } from '../config/settings.ts';
import { messages } from '../messages/index.ts';
import { nodeVerifyCrypto } from '../ports/node-verify-crypto.ts';
import { keyOfLog, publishedCheckpoint } from '../store/log/log-heads.ts';
import { textOf } from '../tlog/bytes.ts';
import { type FetchFile, type Kept, LogAtFault, lookAtLog } from '../tlog/monitor.ts';
import { type NoteKey, parseVkey } from '../tlog/note.ts';
import { withExamples } from './examples.ts';
import { ExitCode } from './exit-code.ts';
import { readLogState, writeLogState } from './log-state.ts';
import { printableJson, printableText } from './printable.ts';
import { readerLanguage } from './reader-language.ts';
import { withBase } from './with-base.ts';

export function logCommand(): Command {
  const command = new Command('log').description(
    'The public log of certificates: what it holds is shown to everybody, and never changes.',
  );
  withExamples(
    command
      .command('key')
      .description('Print the public key of this log (vkey), which monitors and verifiers need.'),
    'log key',
  ).action(async () => {
    const vkey = await withBase((base) =>
      keyOfLog(base.operations.pool, readSettings(process.env).log.origin, null),
    );
    process.stdout.write(`${vkey ?? words().noKey}\n`);
    if (vkey === null) process.exitCode = ExitCode.failed;
  });
  withExamples(
    command.command('head').description('Print the newest checkpoint that everybody sees.'),
    'log head',
  ).action(async () => {
    const head = await withBase((base) => publishedCheckpoint(base.operations.pool));
    process.stdout.write(head?.note ?? `${words().noHead}\n`);
    if (head === null) process.exitCode = ExitCode.failed;
  });
  command.addCommand(monitorCommand());
  return command;
}

interface MonitorFlags {
  readonly key: NoteKey;
  readonly state?: string;
  readonly follow?: true;
  readonly every: number;
  readonly json?: true;
}

function monitorCommand(): Command {
  return withExamples(
    new Command('monitor'),
    'log monitor https://end.example/log --key log.vkey --state log.state',
    'log monitor https://end.example/log --key log.vkey --state log.state --follow --json',
  )
    .argument('<url>', 'the address of the log, below which its checkpoint is', parseLogUrl)
    .requiredOption('--key <vkey>', 'its public key, as `handback log key` prints it, or a file with it')
    .option('--state <file>', 'what was seen is kept here, and the next look goes on from it')
    .option('--follow', 'look again and again, until something is wrong')
    .option('--every <seconds>', 'with --follow: how long between two looks', parseSeconds, 10)
    .option('--json', 'one line of JSON a look')
    .description('Read the public log of any operator, and see that its history only grows.')
    .addHelpText(
      'after',
      `\nExit codes: 0 it only grew, 1 nothing can be said (it does not answer), 2 not understood, ${ExitCode.contradicted} what it shows contradicts its key, itself or what it showed before.`,
    )
    .action(
      async (
        url: string,
        { key: vkey, ...flags }: Omit<MonitorFlags, 'key'> & { key: string },
        self: Command,
      ) => {
        const key = await parseVkey(
          existsSync(vkey) ? readFileSync(vkey, 'utf8').trim() : vkey,
          nodeVerifyCrypto,
        );
        if (key === null) self.error(`error: --key is no vkey: ${printableText(vkey)}`);
        await monitor(url, { ...flags, key: key! });
      },
    );
}

const words = () => messages(readerLanguage()).logCommands;

async function monitor(url: string, flags: MonitorFlags): Promise<void> {
  const { key, state } = flags;
  let kept = state === undefined ? null : readLogState(state, key.name, words().badState);
  for (;;) {
    const looked = await look(url, kept, flags);
    if (looked instanceof LogAtFault) {
      process.exitCode = looked.fault === 'unreachable' ? ExitCode.failed : ExitCode.contradicted;
      // It may answer again; what contradicts itself once need not be asked again.
      if (looked.fault !== 'unreachable' || !flags.follow) return;
    } else {
      process.exitCode = ExitCode.done;
      kept = looked;
      if (state !== undefined) writeLogState(state, kept);
      if (!flags.follow) return;
    }
    await pause(flags.every * 1000);
  }
}

/** Looks once, and says what came of it. */
async function look(url: string, kept: Kept | null, { key, json }: MonitorFlags): Promise<Kept | LogAtFault> {
  const came = new Map<string, number>();
  const count = (entry: Uint8Array): void => {
    const kind = kindOf(entry);
    came.set(kind, (came.get(kind) ?? 0) + 1);
  };
  const from = kept?.head.size ?? 0;
  try {
    const { kept: now, checkpoint } = await lookAtLog(fetching(url), key, kept, count, nodeVerifyCrypto);
    const kinds = Object.fromEntries(came);
    const { origin, size } = checkpoint;
    process.stdout.write(
      json
        ? `${printableJson({ result: 'grew', origin, from, size, kinds }, 0)}\n`
        : words().grew(from, size, kinds),
    );
    return now;
  } catch (error) {
    if (!(error instanceof LogAtFault)) throw error;
    const { fault, path, shown } = error;
    const seen = kept?.checkpoint ?? null;
    process.stdout.write(
      json
        ? `${printableJson({ result: fault, origin: key.name, from, path, seen, shown }, 0)}\n`
        : [
            words().faults[fault],
            ...(path === null ? [] : [words().at(path)]),
            ...(fault === 'unreachable' ? [] : [words().keep, seen, shown]),
          ]
            .filter((line) => line !== null)
            .join('\n')
            .concat('\n'),
    );
    return error;
  }
}

const KINDS = ['cert', 'revoke', 'supersede', 'erase'] as const;
type Kind = (typeof KINDS)[number] | 'other';

/** What an entry says that it is; entries of other logs may say anything. */
function kindOf(entry: Uint8Array): Kind {
  try {
    const { t } = JSON.parse(textOf(entry) ?? '') as { readonly t?: unknown };
    return KINDS.find((kind) => kind === t) ?? 'other';
  } catch {
    return 'other';
  }
}

const TIMEOUT_MS = 30_000;

function fetching(url: string): FetchFile {
  return async (path, most) => {
    const away = new LogAtFault('unreachable', path);
    try {
      const response = await fetch(`${url}/${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (response.status === 404 || response.status === 410) return null;
      if (response.status !== 200) throw away;
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const part of response.body ?? []) {
        size += part.length;
        // More than there can be is nothing that could be right; it is cut off, and judged as it is.
        if (size > most + 1) break;
        parts.push(part);
      }
      return new Uint8Array(Buffer.concat(parts));
    } catch {
      throw away;
    }
  };
}

function parseLogUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('give the address of a log, such as https://end.example/log');
  return url.href.replace(/\/$/, '');
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d{1,5}$/.test(text) || seconds < 1) throw new InvalidArgumentError('whole seconds, from 1');
  return seconds;
}
