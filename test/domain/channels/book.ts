import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseChannels } from '../../../src/config/channels-file.ts';
import { readScamWords } from '../../../src/config/scam-words-file.ts';
import { type CheckAnswer, judge } from '../../../src/domain/channels/check.ts';
import { checkBook, readText } from '../../../src/domain/channels/reading.ts';
import type { LocalDate } from '../../../src/domain/values/local-date.ts';
import { NAME_TABLES } from '../../../src/operations/channels/name-tables.ts';
import { CHANNELS_FOLDER } from '../../../src/run/channel-parts.ts';

export const LABELLED = join(import.meta.dirname, 'labelled');

export const REGISTRY = parseChannels('registry.yaml', readFileSync(join(LABELLED, 'registry.yaml'), 'utf8'));

/** What the labelled set is compared with. */
export const BOOK = checkBook(
  REGISTRY,
  readScamWords(CHANNELS_FOLDER),
  NAME_TABLES,
  '86',
  '2026-11-29' as LocalDate,
);

export function checked(text: string, sender: string | null = null): CheckAnswer {
  return judge(readText(text, sender, BOOK), BOOK);
}
