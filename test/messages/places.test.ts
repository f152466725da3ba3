import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/values/language.ts';
import { languages, messages } from '../../src/messages/index.ts';

const SRC = 'src';
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const textOf = (file: string): string => readFileSync(join(SRC, file), 'utf8');
const outside = files.filter((file) => !file.startsWith('messages/'));

/** Letters and marks of Chinese. The brackets in which paper shows a code point are no words. */
const CHINESE = /[\p{Script=Han}、。，；：？！（）《》]/u;

/**
 * Where Chinese is data: the fictional operator, examples of columns, the names of documents beside their codes, and the marks and
 * digits that texts are taken apart at, traditional letters beside the simplified ones, and surnames of two letters.
 */
const DATA =
  /^(demo\/|domain\/channels\/(accounts|authorities|chinese-letters|claims|links|names\/named-channels|plain-text|words)\.ts$|domain\/lines\/(line|line-columns)\.ts$|domain\/people\/(document|mask-name)\.ts$)/;

describe('the words', () => {
  it('stand in no file outside of the messages', () => {
    expect(outside.filter((file) => !DATA.test(file) && CHINESE.test(textOf(file)))).toEqual([]);
  });

  it('are asked for by language, and no code asks which language it is', () => {
    const asks = /\b(language|lang)\b\s*[!=]==?|[!=]==?\s*['"](en|zh|zh-CN)['"]|['"]zh['"]/;
    expect(outside.filter((file) => file !== 'domain/values/language.ts' && asks.test(textOf(file)))).toEqual(
      [],
    );
  });

  it('are reached through the index alone', () => {
    const folders = languages.map((tag) => `/${tag}/`);
    const reaching = files.filter((file) =>
      [...textOf(file).matchAll(/from '([^']+)'/g)].some(([, name = '']) =>
        folders.some((folder) => name.includes(folder)),
      ),
    );
    // The shape is that of the first language; it is a type and brings no words. The page that is one file takes some of the words.
    expect(reaching.sort()).toEqual(['messages/index.ts', 'messages/shape.ts', 'web/offline/words.ts']);
  });

  it('have the same files in every language, named by its tag', () => {
    const folders = readdirSync(join(SRC, 'messages'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders.sort()).toEqual([...LANGUAGES].sort());
    expect([...languages].sort()).toEqual([...LANGUAGES].sort());
    const [first, ...others] = folders.map((folder) => readdirSync(join(SRC, 'messages', folder)).sort());
    for (const other of others) expect(other).toEqual(first);
    for (const tag of languages) expect(messages(tag).writing.tag).toBe(tag);
  });
});
