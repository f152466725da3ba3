import type { Rule, Rulebook, SettingName, Settings } from '../../src/domain/rules/rulebook.ts';
import type { Operations } from '../../src/operations/context.ts';
import { proposeRulebook } from '../../src/operations/rulebooks/propose-rulebook.ts';
import { staffNamed } from './actors.ts';

/** A rulebook as a changed file would say it. */
export function changedBook(book: Rulebook, change: Partial<Rulebook>): Rulebook {
  return JSON.parse(JSON.stringify({ ...book, ...change })) as Rulebook;
}

/** One setting in all places and on all days by this value. */
export function withValue<K extends SettingName>(
  book: Rulebook,
  name: K,
  value: Partial<Settings[K]>,
): Rulebook['settings'] {
  const versions: readonly Rule<Settings[K]>[] = book.settings[name];
  const last = Math.max(...versions.map(({ version }) => version));
  return {
    ...book.settings,
    [name]: versions.map((rule) => ({
      ...rule,
      // Behind all that there are: the next number may be that of the next day.
      version: rule.version + last,
      value: { ...rule.value, ...value },
    })),
  };
}

let made = 0;

/** Proposed by hand: a version of its own, from the one in force. */
export async function proposed(
  op: Operations,
  change: (book: Rulebook) => Partial<Rulebook>,
): Promise<{ readonly jurisdiction: string; readonly version: string }> {
  const book = op.rulebooks.inForce('cn');
  made += 1;
  const version = `test.${made}`;
  await proposeRulebook(op, staffNamed('cli:test'), {
    book: changedBook(book, { version, ...change(book) }),
  });
  return { jurisdiction: 'cn', version };
}
