import type { Language } from '../domain/values/language.ts';

/** The language of whoever reads the terminal. */
export function readerLanguage(env: NodeJS.ProcessEnv = process.env): Language {
  return /^zh/i.test(env['LC_ALL'] || env['LANG'] || '') ? 'zh-CN' : 'en';
}
