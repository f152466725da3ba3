import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScamWords } from '../../src/config/scam-words-file.ts';
import { isHan } from '../../src/domain/texts/keywords.ts';
import { LANGUAGES } from '../../src/domain/values/language.ts';
import { languages, messages } from '../../src/messages/index.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const { operations: op, vault } = await testInstance();
const [line] = await seedLines(op.pool, vault, 1);

// What docs/guides/add-a-language.md goes through, and the compiler cannot ask for.
describe.each(LANGUAGES)('the language %s', (language) => {
  const words = messages(language);

  it('has a folder of its own, under its tag', () => {
    expect(words.writing.tag).toBe(language);
    const files = (one: string) => readdirSync(join(ROOT, 'src/messages', one)).sort();
    expect(files(language)).toEqual(files('en'));
  });

  it('stands beside another one on paper', () => {
    expect(LANGUAGES).toContain(words.writing.paperBeside);
    expect(words.writing.paperBeside).not.toBe(language);
  });

  it('is known to `Intl`, which writes its dates, amounts and lists', () => {
    const { locale, smsLocale } = words.writing;
    for (const tag of [locale, smsLocale]) expect(Intl.DateTimeFormat.supportedLocalesOf(tag)).toEqual([tag]);
  });

  it('has the words by which the scam check reads it', () => {
    expect(existsSync(join(ROOT, `rulebook/channels/words.${language}.yaml`))).toBe(true);
    expect(readScamWords(join(ROOT, 'rulebook/channels')).warnings.length).toBeGreaterThan(0);
  });

  it('may be the language of a person', async () => {
    await op.pool.query('update party set language = $2 where party_id = $1', [line!.partyId, language]);
  });

  it('has a keyword in its own letters wherever a rulebook has keywords', () => {
    const han = words.writing.script === 'han';
    const lists = op.rulebooks.allInForce.flatMap(({ jurisdiction, settings }) =>
      settings.text_keywords.flatMap(({ value }) =>
        (['end_line', 'report_loss', 'charges', 'help'] as const).map((wish) => ({
          wish,
          jurisdiction,
          words: value.words[wish],
        })),
      ),
    );
    // A country may have keywords in Latin letters alone; one that has both has both for everything.
    for (const { words: listed, ...where } of lists)
      if (listed.some((word) => isHan(word)))
        expect(
          listed.some((word) => isHan(word) === han),
          JSON.stringify(where),
        ).toBe(true);
  });

  it('is chosen in the voice menu by one key, in a sentence of its own', () => {
    expect(LANGUAGES.indexOf(language)).toBeLessThan(9);
    const { language: sentence, voice } = words.voiceMenu;
    const others = LANGUAGES.filter((one) => one !== language).map((one) => messages(one).voiceMenu);
    expect(others.map((one) => one.language)).not.toContain(sentence);
    expect(others.map((one) => one.voice.twiml)).not.toContain(voice.twiml);
  });
});

it('every language has a folder', () => {
  expect([...languages].sort()).toEqual([...LANGUAGES].sort());
});

it('a further language needs no migration, and what is none is refused', async () => {
  const set = (language: string) =>
    op.pool.query('update party set language = $2 where party_id = $1', [line!.partyId, language]);
  await set('fil');
  await set('zh-Hant-HK');
  await expect(set('Filipino')).rejects.toThrow('party_language_check');
  await expect(set('')).rejects.toThrow('party_language_check');
});
