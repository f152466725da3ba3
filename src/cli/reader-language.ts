import { chooseLanguage, type Language } from '../domain/values/language.ts';
import { languages } from '../messages/index.ts';

/** The language of whoever reads the terminal. */
export function readerLanguage(env: NodeJS.ProcessEnv = process.env): Language {
  // A POSIX locale: `zh_CN.UTF-8`.
  const [locale = ''] = (env['LC_ALL'] || env['LANG'] || '').split(/[.@]/);
  return chooseLanguage(locale.replaceAll('_', '-'), languages);
}
