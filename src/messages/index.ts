import type { Language } from '../domain/values/language.ts';
import { en } from './en/index.ts';
import type { Messages } from './shape.ts';
import { zhCn } from './zh-CN/index.ts';

export type { Messages } from './shape.ts';

/** The only file that names the folders. A further language is a folder, and a line here. */
const FOLDERS: Readonly<Record<Language, Messages>> = {
  'zh-CN': zhCn,
  en,
};

/** The languages that have a folder, in the order in which they are shown side by side. */
export const languages = Object.keys(FOLDERS) as readonly Language[];

/** Every word of a language. */
export function messages(language: Language): Messages {
  return FOLDERS[language];
}
