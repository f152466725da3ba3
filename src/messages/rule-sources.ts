import type { RuleSource } from '../domain/rules/rulebook.ts';
import type { Messages } from './shape.ts';

/** A rule's source in words; an operator's own, which no language knows, is shown as it is written. */
export function ruleSourceText(
  { ruleSources, ruleStrengths }: Pick<Messages, 'ruleSources' | 'ruleStrengths'>,
  source: RuleSource,
): {
  readonly title: string;
  readonly citation: string | null;
  readonly clause: string | null;
  /** Null for the operator's own, whose title says so. */
  readonly strength: string | null;
} {
  const words: Readonly<Record<string, string>> = ruleSources;
  const say = (text: string): string => (Object.hasOwn(words, text) ? words[text]! : text);
  const { title, citation, clause, strength } = source;
  return {
    title: say(title),
    citation: citation ?? null,
    clause: clause === undefined ? null : say(clause),
    strength: strength === 'operator' ? null : ruleStrengths[strength],
  };
}
