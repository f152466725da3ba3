import type { RuleSource } from '../domain/rules/rulebook.ts';
import type { Messages } from './shape.ts';

/** Title and clause of a rule's source; an operator's own, which no language knows, is shown as it is written. */
export function ruleSourceText(
  { ruleSources }: Pick<Messages, 'ruleSources'>,
  source: RuleSource,
): { readonly title: string; readonly clause: string | null } {
  const words: Readonly<Record<string, string>> = ruleSources;
  const say = (text: string): string => (Object.hasOwn(words, text) ? words[text]! : text);
  return { title: say(source.title), clause: source.clause === undefined ? null : say(source.clause) };
}
