import type { Writing } from '../writing.ts';

export const writing: Writing = {
  tag: 'en',
  name: 'English',
  locale: 'en-GB',
  smsLocale: 'en',
  script: 'latin',
  paperBeside: 'zh-CN',
  spreadsheetMark: '',
};
