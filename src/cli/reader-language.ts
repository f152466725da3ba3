import { chooseLanguage, type Language } from '../domain/values/language.ts';
import { languages, type Messages, messages } from '../messages/index.ts';

/** The language of whoever reads the terminal. */
export function readerLanguage(env: NodeJS.ProcessEnv = process.env): Language {
  // A POSIX locale: `zh_CN.UTF-8`.
  const [locale = ''] = (env['LC_ALL'] || env['LANG'] || '').split(/[.@]/);
  return chooseLanguage(locale.replaceAll('_', '-'), languages);
}

/** All languages, the reader's first. */
export function readerLanguages(): readonly Language[] {
  const first = readerLanguage();
  return [first, ...languages.filter((one) => one !== first)];
}

/** The words of the commands, in the language of whoever reads the terminal. */
export function commandWords(): Messages['commandLine'] {
  return messages(readerLanguage()).commandLine;
}
