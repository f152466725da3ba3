import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { ExitCode } from './exit-code.ts';
import { commandWords } from './reader-language.ts';

type Words = ReturnType<typeof commandWords>['consent'];

export interface ConsentFlags {
  readonly yes?: boolean;
}

/** Marks a command as one that is not undone: it asks at a terminal, and needs `--yes` elsewhere. */
export function asksFirst(command: Command): Command {
  return command.option('--yes', 'do it without asking; needed where there is no terminal');
}

/**
 * How a command gets the consent of whoever runs it. Without a terminal and without `--yes` it is refused here, before
 * anything is opened: exit code 2.
 *
 * @param input what the command reads beside; standard input that is a list is no place to answer at
 * @returns asks the question, and says whether to go on; a refusal is told and is exit code 1
 */
export function consentOf(
  command: Command,
  { yes = false }: ConsentFlags,
  input: 'free' | 'taken' = 'free',
): (question: (words: Words) => string) => Promise<boolean> {
  if (yes) return async () => true;
  if (input === 'taken' || !process.stdin.isTTY || !process.stderr.isTTY)
    command.error(`error: ${commandWords().consent.needed}`, {
      exitCode: ExitCode.usage,
      code: 'handback.consentNeeded',
    });
  return async (question) => {
    const { consent: words } = commandWords();
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const answer = await terminal.question(words.ask(question(words)));
      if (words.yes.includes(answer.trim().toLowerCase())) return true;
    } finally {
      terminal.close();
    }
    process.stderr.write(`handback: ${words.declined}\n`);
    process.exitCode = ExitCode.failed;
    return false;
  };
}
