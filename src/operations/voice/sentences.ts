import type { Language } from '../../domain/values/language.ts';
import type { Screen, Spoken } from '../../domain/voice/screen.ts';
import { type Messages, messages } from '../../messages/index.ts';

export interface Sentence {
  readonly language: Language;
  /** As the platforms' speech synthesisers name the language. */
  readonly voice: { readonly jambonz: string; readonly twiml: string };
  readonly text: string;
}

/** A screen in words, in the order in which they are spoken. */
export function sentencesOf(
  { says }: Screen,
  house: Readonly<Record<Language, string>>,
): readonly Sentence[] {
  return says.map(({ spoken, language }) => {
    const { voiceMenu: t } = messages(language);
    return { language, voice: t.voice, text: textOf(t, spoken, house[language]) };
  });
}

function textOf(t: Messages['voiceMenu'], spoken: Spoken, house: string): string {
  switch (spoken.key) {
    case 'greeting':
      return t.greeting(house);
    case 'remark':
      return t.remarks[spoken.remark];
    case 'hand_over':
      return t.handOvers[spoken.why];
    case 'check':
      return t.checks[spoken.check];
    case 'in_the_way':
      return t.in_the_way(spoken.count);
    case 'reference':
      return t.reference(spelled(spoken.reference));
    case 'receipt':
      return t.receipt(spoken.sent);
    default:
      return t[spoken.key];
  }
}

/** Letter by letter, in groups of four, so that it can be written down: a comma is a short rest, a semicolon a longer one. */
function spelled(reference: string): string {
  const groups = reference.replaceAll('-', '').match(/^.{2}|.{1,4}/g) ?? [];
  return groups.map((group) => [...group].join(', ')).join('; ');
}
