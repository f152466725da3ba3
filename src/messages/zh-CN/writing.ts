import type { Writing } from '../writing.ts';

export const writing: Writing = {
  tag: 'zh-CN',
  name: '中文',
  locale: 'zh-CN',
  smsLocale: 'zh-CN',
  script: 'han',
  paperBeside: 'en',
  // Without the mark, a Chinese spreadsheet reads UTF-8 as GBK.
  spreadsheetMark: '\uFEFF',
};
