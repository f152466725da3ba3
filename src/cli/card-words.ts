import { messages } from '../messages/index.ts';
import { printableJson, printableLines } from './printable.ts';
import { readerLanguage } from './reader-language.ts';

export interface JsonFlag {
  readonly json?: boolean;
}

/** What the commands about old cards say, in the reader's language. */
export function cardCommandWords() {
  return messages(readerLanguage()).cardCommands;
}

/** Prints what was done: as JSON, or in words. */
export function tell({ json }: JsonFlag, value: unknown, text: string): void {
  process.stdout.write(json ? `${printableJson(value)}\n` : printableLines(`${text}\n`));
}
