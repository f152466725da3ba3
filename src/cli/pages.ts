import type { Command } from 'commander';
import { countOf } from './count-of.ts';
import { printableText } from './printable.ts';

/** What every list takes. */
export interface PageFlags {
  readonly limit: number;
  /** What the page before named last. */
  readonly after?: string;
  readonly json?: boolean;
}

/**
 * The options of a command that lists by pages. They stand behind its filters.
 * @param after the placeholder of `--after`
 * @param one what it names
 */
export function paged(command: Command, after: string, one: string): Command {
  return command
    .option('--limit <n>', 'how many, 1000 at most', countOf(1, 1_000), 50)
    .option(`--after <${after}>`, `go on behind this ${one}, the last of the page before`)
    .option('--json', 'print as JSON');
}

/**
 * The command that lists the next page, with the same filters, to be pasted into a POSIX shell.
 * @param flags of the page before, as commander read them: texts, numbers, and true where a flag has no value
 */
export function nextPage(command: string, flags: PageFlags, next: string): string {
  const words = Object.entries<unknown>({ ...flags, after: next }).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return value === true ? [`--${name}`] : [`--${name}`, shellWord(printableText(String(value)))];
  });
  return ['handback', command, ...words].join(' ');
}

/** A word as it is, or quoted (POSIX.1-2024, Shell Command Language, 2.2.2). */
function shellWord(text: string): string {
  return /^[\w+:,./@%-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
