import type { ErrorFacts } from '../domain/errors.ts';

/** A text that may show facts. */
export type ReasonText = string | ((facts: ErrorFacts) => string);

/** The text of `facts.reason`; null where the facts name none that is listed. */
export function reasonText(texts: Readonly<Record<string, ReasonText>>, facts: ErrorFacts): string | null {
  const reason = String(facts['reason']);
  const text = Object.hasOwn(texts, reason) ? texts[reason] : undefined;
  if (text === undefined) return null;
  return typeof text === 'string' ? text : text(facts);
}

/** Reads one fact as text; several values stand side by side, as the language lists them. */
export const factsWith =
  (listed: (items: readonly string[]) => string) =>
  (facts: ErrorFacts, name: string): string => {
    const value = facts[name];
    return Array.isArray(value) ? listed(value) : String(value ?? '?');
  };

/** What was probably meant, where the facts say it. */
export function meantText(facts: ErrorFacts, text: (name: string) => string): string {
  return typeof facts['meant'] === 'string' ? text(facts['meant']) : '';
}

/** Of `line_input_invalid`: the fields that there are not, each with the name that was probably meant. */
export function unknownFields({
  unknown,
  meant,
}: ErrorFacts): readonly { readonly field: string; readonly meant: string | null }[] {
  if (!Array.isArray(unknown) || !Array.isArray(meant)) return [];
  return unknown.map((pointer, at) => ({
    field: String(pointer).split('/').at(-1)!,
    meant: String(meant[at]) || null,
  }));
}

type FactReader = ReturnType<typeof factsWith>;

/** What is wrong with the header of a file, one line for each kind of fault. */
export function headerParts(
  of: FactReader,
  facts: ErrorFacts,
  texts: Readonly<Record<'unknown' | 'missing' | 'twice', (names: string) => string>>,
): string {
  return (['unknown', 'missing', 'twice'] as const)
    .flatMap((part) => (of(facts, part) === '' ? [] : [texts[part](of(facts, part))]))
    .join('\n');
}
