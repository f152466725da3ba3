import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadRulebooks } from '../../src/config/rulebook-file.ts';
import { ERRORS, type ErrorCode } from '../../src/domain/errors.ts';
import { plainHouse } from '../../src/domain/operator/house.ts';
import { LANGUAGES, type Language } from '../../src/domain/values/language.ts';
import { errorText } from '../../src/messages/errors.ts';
import { messages } from '../../src/messages/index.ts';
import { ruleSourceText } from '../../src/messages/rule-sources.ts';
import { loadAssets } from '../../src/web/kit/assets.ts';

/** Guilt, false urgency and flattery; what a page that lets people go must never say. */
const BANNED = {
  en: /\b(hurry|act now|last chance|only today|don't miss|are you sure|sorry to see you|we'll miss you|lose out|regret|limited time|wait!|before it's too late|exclusive|special offer|unfortunately you)\b/i,
  'zh-CN':
    /(别走|再想想|舍不得|挽留|抓紧|马上抢|最后机会|仅限今日|限时|千万别|后悔|确定要放弃|优惠|遗憾|错过|亲爱的|特惠)/,
};

function leaves(value: unknown, path: string, out: Map<string, string> = new Map()): Map<string, string> {
  if (typeof value === 'string') out.set(path, value);
  else if (typeof value === 'function') out.set(path, String(value));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) leaves(inner, `${path}.${key}`, out);
  }
  return out;
}

/** The words; what stands between them may be nothing at all. */
function wordsOf(language: Language): Map<string, string> {
  const { punctuation: _, writing: __, ...words } = messages(language);
  return leaves(words, 'words');
}
const TEXTS = { en: wordsOf('en'), 'zh-CN': wordsOf('zh-CN') };

describe('the texts', () => {
  it('exist in every language, key by key', () => {
    expect([...TEXTS['zh-CN'].keys()].sort()).toEqual([...TEXTS.en.keys()].sort());
    expect([...TEXTS.en].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it.each(LANGUAGES)('hold no exclamation mark, guilt or false urgency in %s', (language) => {
    const codes = Object.keys(ERRORS) as ErrorCode[];
    const errors = codes.flatMap((code) =>
      Object.entries(errorText(language, code)).map(([k, v]) => [`${code}.${k}`, v] as const),
    );
    for (const [path, text] of [...TEXTS[language], ...errors]) {
      expect(text, path).not.toMatch(BANNED[language]);
      if (!text.includes('=>')) expect(text, path).not.toMatch(/[!！]/);
    }
  });

  it('address the reader in one way in Chinese', () => {
    for (const [path, text] of TEXTS['zh-CN']) expect(text, path).not.toMatch(/你/);
  });

  it('say every rule’s source in Chinese', async () => {
    for (const book of (await loadRulebooks('rulebook')).values()) {
      for (const rule of [...Object.values(book.settings), ...Object.values(book.checks)].flat()) {
        const { title, clause } = ruleSourceText(messages('zh-CN'), rule.source);
        expect(title, rule.id).toMatch(/\p{Script=Han}/u);
        if (clause !== null) expect(clause, rule.id).toMatch(/\p{Script=Han}/u);
      }
    }
  });
});

describe('what a page loads', () => {
  it('stays far below its budget', () => {
    const { byPath, portal, desk } = loadAssets(plainHouse('Guiyi'));
    const ofPortal = [...byPath.values()].filter(({ path }) => !path.startsWith('/assets/desk-'));
    const script = ofPortal.reduce((sum, asset) => sum + asset.gzip.length, 0);
    const [style, deskStyle] = [portal, desk].map(({ css }) => gzipSync(css).length);
    console.log(`scripts ${script} B gzip, styles ${style} and ${deskStyle} B gzip`);
    expect(script).toBeLessThan(8 * 1024);
    expect(style).toBeLessThan(15 * 1024);
    expect(deskStyle).toBeLessThan(15 * 1024);
  });

  it('stays below it at the counter, where the reader of bar codes is loaded for the camera alone', () => {
    const { byPath, island } = loadAssets(plainHouse('Guiyi'));
    const vendor = (name: string) => [...byPath.keys()].find((path) => path.startsWith(`/assets/${name}.`))!;
    const sizeOf = (...paths: readonly string[]) =>
      paths.reduce((sum, path) => sum + byPath.get(path)!.gzip.length, 0);
    const everywhere = ['page', 'desk-shared-device'].map(island);
    const pen = sizeOf(...everywhere, island('desk-pen'), vendor('desk-signature-pad'));
    const scanner = sizeOf(...everywhere, island('desk-scanner'));
    expect(Math.max(pen, scanner)).toBeLessThan(20 * 1024);
    const read = byPath.get(island('desk-scanner'))!.bytes.toString();
    for (const name of ['desk-barcode-reader', 'desk-barcode-reader-wasm'])
      expect(read).toContain(vendor(name));
    for (const { bytes, path } of byPath.values()) expect(bytes.includes('vendor:desk'), path).toBe(false);
  });
});
