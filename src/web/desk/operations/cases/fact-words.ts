import type { Messages } from '../../../../messages/index.ts';
import type { Formats } from '../../../kit/formats.ts';

/** A moment as audit rows keep it. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** What an audit row says beside what was done, in words; a name or a value that has none is shown as it is kept, never left out. */
export function factText(
  t: Messages,
  formats: Pick<Formats, 'exact' | 'date'>,
  [name, value]: readonly [string, unknown],
): { readonly name: string; readonly value: string } {
  return { name: wordOf(t.caseDesk.page.factNames, name), value: valueText(t, formats, name, value) };
}

function valueText(
  t: Messages,
  formats: Pick<Formats, 'exact' | 'date'>,
  name: string,
  value: unknown,
): string {
  const { page } = t.caseDesk;
  if (value === null) return page.noFact;
  if (typeof value === 'boolean') return page.truth[value ? 'yes' : 'no'];
  if (Array.isArray(value)) return t.punctuation.listed(value.map((one) => valueText(t, formats, name, one)));
  if (typeof value !== 'string') return JSON.stringify(value);
  if (INSTANT.test(value)) return formats.exact(new Date(value));
  if (DATE.test(value)) return formats.date(value as Parameters<Formats['date']>[0]);
  return wordOf(wordsFor(t, name), value);
}

const wordOf = (words: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(words, name) ? words[name]! : name;

/** The words of what stands under a name. */
function wordsFor(
  { caseDesk, eligibility, reason }: Messages,
  name: string,
): Readonly<Record<string, string>> {
  switch (name) {
    case 'verdict':
      return caseDesk.page.verdicts;
    case 'channel':
      return eligibility.channels;
    case 'stage':
    case 'from':
    case 'to':
      return caseDesk.stages;
    case 'reason':
      return reason.options;
    case 'outcome':
      return caseDesk.outcomes;
    case 'check':
    case 'checks':
      return Object.fromEntries(
        Object.entries(eligibility.checks).map(([check, { title }]) => [check, title]),
      );
    default:
      return {};
  }
}
