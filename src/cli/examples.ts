import type { Command } from 'commander';

/** Ends the help of a command with commands as they are typed. */
export function withExamples(command: Command, ...lines: readonly string[]): Command {
  const title = lines.length === 1 ? 'Example:' : 'Examples:';
  return command.addHelpText('after', `\n${title}\n${lines.map((line) => `  handback ${line}`).join('\n')}`);
}
