import type { Claims } from '../../domain/certificates/certificate.ts';
import { cardWords } from './card-words.ts';
import { heading } from './pdf-headings.ts';
import { resultRow } from './pdf-result-row.ts';
import type { Sheet } from './pdf-sheet.ts';

/** What became of each old card of the line; nothing where the certificate tells of none. */
export function cards(
  sheet: Sheet,
  { cards: stated = [] }: Claims,
  masked: readonly (string | null)[],
): void {
  if (stated.length === 0) return;
  const title = sheet.say(({ cardResults }) => cardResults.title);
  heading(sheet, title, 54);
  stated.forEach((card, i) => {
    const iccid = masked[i] ?? null;
    resultRow(sheet, {
      name: sheet.say(({ cardResults, punctuation }) =>
        stated.length === 1 ? cardResults.title : punctuation.numbered(cardResults.title, i + 1),
      ),
      marks: iccid === null ? [] : [`ICCID ${iccid}`],
      sure: card.condition !== 'missing',
      short: sheet.say((m) => cardWords(m, card).short),
      plain: sheet.say((m) => cardWords(m, card).plain),
    });
  });
}
