import { STAGE_NAMES, type Stage } from '../../domain/cases/termination.ts';
import type { Money } from '../../domain/values/money.ts';
import type { Messages } from '../../messages/index.ts';
import type { Formats } from '../../messages/writing.ts';

/** A moment as audit rows keep it. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

type Facts = Readonly<Record<string, unknown>>;
type Writes = Pick<Formats, 'exact' | 'date' | 'money'>;

/** What an audit row says beside what was done, in words; a name or a value that has none is shown as it is kept, never left out. */
export function factsText(
  t: Messages,
  formats: Writes,
  facts: Facts,
): readonly { readonly name: string; readonly value: string }[] {
  const { total, currency, ...others } = facts;
  const sum = sumOf(total, currency);
  const rows = Object.entries(sum === null ? facts : others).map(([name, value]) => ({
    name: wordOf(t.caseDesk.page.factNames, name),
    value: valueText(t, formats, facts, name, value),
  }));
  return sum === null
    ? rows
    : [{ name: t.caseDesk.page.factNames['total']!, value: formats.money(sum) }, ...rows];
}

/** A row keeps a sum as two facts, in the smallest unit; read by itself, a hundredfold is told. */
const sumOf = (total: unknown, currency: unknown): Money | null =>
  typeof total === 'number' && typeof currency === 'string'
    ? { minor: total, currency: currency as Money['currency'] }
    : null;

function valueText(t: Messages, formats: Writes, facts: Facts, name: string, value: unknown): string {
  const { page } = t.caseDesk;
  if (value === null) return page.noFact;
  if (typeof value === 'boolean') return page.truth[value ? 'yes' : 'no'];
  if (Array.isArray(value))
    return t.punctuation.listed(value.map((one) => valueText(t, formats, facts, name, one)));
  if (typeof value !== 'string') return JSON.stringify(value);
  if (INSTANT.test(value)) return formats.exact(new Date(value));
  if (DATE.test(value)) return formats.date(value as Parameters<Formats['date']>[0]);
  return wordOf(wordsFor(t, facts, name), value);
}

const wordOf = (words: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(words, name) ? words[name]! : name;

/** The words of what stands under a name. */
function wordsFor(
  { caseDesk, chargeDesk, complaints, eligibility, factors, reason }: Messages,
  facts: Facts,
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
      // The same word says another thing of a case, a charge and a complaint.
      if ('complaint' in facts) return complaints.desk.outcomes;
      return 'charge' in facts ? chargeDesk.outcomes : caseDesk.outcomes;
    case 'via':
      return complaints.desk.vias;
    case 'topic':
      return complaints.topics;
    case 'factor':
    case 'factors':
      return factors;
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
export function actionText({ caseDesk, punctuation }: Messages, action: string): string {
  const t = caseDesk.page;
  const [stage = '', kind = ''] = action.split('.');
  const isStage = (STAGE_NAMES as readonly string[]).includes(stage);
  if (isStage && t.kinds[kind] !== undefined)
    return punctuation.labelled(caseDesk.stages[stage as Stage], t.kinds[kind]);
  return t.actions[action] ?? action;
}

/** Who did it, where it was no person of the operator. */
export function actorText({ caseDesk, evidencePack }: Messages, actor: string): string {
  const [, kind, name = ''] = /^(staff:cli|system):(.+)$/.exec(actor) ?? [];
  if (kind === 'system') return evidencePack.system(name);
  if (kind !== undefined) return evidencePack.atMachine(name);
  return caseDesk.page.actors[actor] ?? actor;
}

/** Who only looked is in the log, and no part of what happened. */
const LOOKS = /(^|_)viewed$/;
/** The worker looks again and again; what came of it is told, each look is not. */
const REPEATED = /\.(wait|retry)$/;

/** Whether a row of the log belongs to what happened. */
export const isTold = (action: string): boolean => !LOOKS.test(action) && !REPEATED.test(action);
