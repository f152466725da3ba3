import { STAGE_NAMES, type Stage } from '../../domain/cases/termination.ts';
import type { Messages } from '../../messages/index.ts';
import type { Formats } from '../../messages/writing.ts';

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

/** What was done, in words; what has none yet is shown as it is kept, never left out. */
export function actionText({ caseDesk }: Messages, action: string): string {
  const t = caseDesk.page;
  const [stage = '', kind = ''] = action.split('.');
  const isStage = (STAGE_NAMES as readonly string[]).includes(stage);
  if (isStage && t.kinds[kind] !== undefined) return `${caseDesk.stages[stage as Stage]}: ${t.kinds[kind]}`;
  return t.actions[action] ?? action;
}

/** Who did it, where it was no person of the operator. */
export function actorText({ caseDesk }: Messages, actor: string): string {
  return caseDesk.page.actors[actor] ?? actor;
}

/** Who only looked is in the log, and no part of what happened. */
const LOOKS = /(^|_)viewed$/;
/** The worker looks again and again; what came of it is told, each look is not. */
const REPEATED = /\.(wait|retry)$/;

/** Whether a row of the log belongs to what happened. */
export const isTold = (action: string): boolean => !LOOKS.test(action) && !REPEATED.test(action);
