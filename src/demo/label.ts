import type { Language } from '../domain/values/language.ts';

/** What the demo calls one of its fictional things. English is always there; other languages may be missing. */
export type Label = { readonly en: string } & { readonly [L in Language]?: string };

/** The label for a reader of this language. */
export function labelIn(label: Label, language: Language): string {
  return label[language] ?? label.en;
}
