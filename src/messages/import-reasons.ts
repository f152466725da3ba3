import type { ErrorFacts } from '../domain/errors.ts';
import type { Language } from '../domain/values/language.ts';

type Text = string | ((facts: ErrorFacts) => string);

const of = (facts: ErrorFacts, name: string): string => {
  const value = facts[name];
  return Array.isArray(value) ? value.join(', ') : String(value ?? '?');
};
const meant = (facts: ErrorFacts, text: (name: string) => string): string =>
  typeof facts['meant'] === 'string' ? text(facts['meant']) : '';

const headerParts = (
  facts: ErrorFacts,
  texts: Readonly<Record<'unknown' | 'missing' | 'twice', (names: string) => string>>,
): string =>
  (['unknown', 'missing', 'twice'] as const)
    .flatMap((part) => (of(facts, part) === '' ? [] : [texts[part](of(facts, part))]))
    .join('\n');

/** What `facts.reason` of `field_invalid`, `import_file_invalid` and `line_conflict` means, and what to do. */
const REASONS: Readonly<Record<string, { readonly en: Text; readonly zh: Text }>> = {
  // one field
  not_text: {
    en: 'Send it as text, in quotes: a JSON number loses digits.',
    zh: '请以带引号的文本给出，JSON 数字会丢失位数。',
  },
  too_long: {
    en: (f) => `It may have ${of(f, 'longest')} characters at most.`,
    zh: (f) => `最多 ${of(f, 'longest')} 个字符。`,
  },
  control_character: {
    en: 'It holds a line break, a NUL or another control character.',
    zh: '含有换行、NUL 或其他控制字符。',
  },
  lost_character: {
    en: 'A character was lost when the text was converted before; export it again.',
    zh: '此前转换编码时丢失了字符，请重新导出。',
  },
  spreadsheet_number: {
    en: 'A spreadsheet shortened the digits (like 8.986E+19). Format the column as text and export again.',
    zh: '电子表格把数字改成了科学计数法（如 8.986E+19），请将该列设为文本后重新导出。',
  },
  form: { en: 'It does not have the form that the column needs.', zh: '格式不符合该列要求。' },
  not_one_of: {
    en: (f) => `It must be one of: ${of(f, 'allowed')}.`,
    zh: (f) => `只能是：${of(f, 'allowed')}。`,
  },
  negative: { en: 'It must not be negative.', zh: '不能为负数。' },
  not_json: { en: 'It is not a JSON array of objects.', zh: '不是由对象组成的 JSON 数组。' },
  too_many: { en: (f) => `There may be ${of(f, 'most')} at most.`, zh: (f) => `最多 ${of(f, 'most')} 项。` },
  twice: {
    en: (f) => `The same ${of(f, 'name')} is in it twice.`,
    zh: (f) => `同一 ${of(f, 'name')} 出现了两次。`,
  },
  full_number: {
    en: 'A label must not hold a whole number; mask it, e.g. 138 **** 1234.',
    zh: '标签中不能有完整号码，请打码，例如 138 **** 1234。',
  },
  needs_other: {
    en: (f) => `It goes only with ${of(f, 'other')}.`,
    zh: (f) => `须与 ${of(f, 'other')} 一同给出。`,
  },
  not_with_other: {
    en: (f) => `It does not go with ${of(f, 'other')}.`,
    zh: (f) => `不能与 ${of(f, 'other')} 同时给出。`,
  },
  other_jurisdiction: { en: 'The province is not in the jurisdiction.', zh: '该省份不属于所给的法域。' },
  other_currency: {
    en: (f) => `The rulebook counts in ${of(f, 'currency')}.`,
    zh: (f) => `规则手册使用的币种是 ${of(f, 'currency')}。`,
  },
  no_rulebook: {
    en: (f) => `There are rulebooks for: ${of(f, 'allowed')}.`,
    zh: (f) => `现有规则手册：${of(f, 'allowed')}。`,
  },
  in_future: { en: 'The day has not come yet.', zh: '日期在将来。' },
  unknown_field: {
    en: (f) => `There is no field of this name: ${of(f, 'name')}.${meant(f, (name) => ` Perhaps ${name}?`)}`,
    zh: (f) => `没有这个字段：${of(f, 'name')}。${meant(f, (name) => `是否为 ${name}？`)}`,
  },
  other_eid: {
    en: 'The access names another EID than the profile.',
    zh: '接入方式与配置文件给出的 EID 不一致。',
  },
  other_line_id: { en: 'It is not the line of the address.', zh: '与地址中的线路不一致。' },
  columns: {
    en: (f) =>
      `The row has ${of(f, 'found')} cells, the header ${of(f, 'expected')}. A comma inside a value needs quotes around the value.`,
    zh: (f) => `该行有 ${of(f, 'found')} 格，表头有 ${of(f, 'expected')} 格。内容含逗号时须加引号。`,
  },
  row_not_json: { en: 'The line is not a JSON object.', zh: '该行不是 JSON 对象。' },
  row_too_long: {
    en: (f) => `The row has more than ${of(f, 'most')} bytes.`,
    zh: (f) => `该行超过 ${of(f, 'most')} 字节。`,
  },
  // a row against others
  ended: {
    en: 'The line has ended in Handback and does not begin again.',
    zh: '该线路已在 Handback 中销户，不能重新开始。',
  },
  twice_in_file: {
    en: (f) => `Row ${of(f, 'firstRow')} has the same line_id with other data.`,
    zh: (f) => `第 ${of(f, 'firstRow')} 行有相同的 line_id，但内容不同。`,
  },
  // the file
  empty: { en: 'It is empty.', zh: '文件为空。' },
  no_rows: { en: 'It has a header and no rows.', zh: '只有表头，没有数据行。' },
  not_utf8: {
    en: (f) =>
      `It is not UTF-8 (near row ${of(f, 'row')}). Files from Chinese systems are often GB18030: try --encoding gb18030.`,
    zh: (f) =>
      `不是 UTF-8 编码（约第 ${of(f, 'row')} 行）。国内系统导出的文件多为 GB18030，请加 --encoding gb18030。`,
  },
  wrong_encoding: {
    en: (f) => `It is not ${of(f, 'encoding')} (near row ${of(f, 'row')}).`,
    zh: (f) => `不是 ${of(f, 'encoding')} 编码（约第 ${of(f, 'row')} 行）。`,
  },
  unknown_encoding: {
    en: (f) => `The encoding ${of(f, 'encoding')} is not known.`,
    zh: (f) => `不认识编码 ${of(f, 'encoding')}。`,
  },
  utf16: {
    en: 'It is UTF-16: add --encoding utf-16le.',
    zh: '文件为 UTF-16 编码，请加 --encoding utf-16le。',
  },
  is_utf8: {
    en: 'It is UTF-8, and would be read wrongly: leave --encoding out.',
    zh: '文件其实是 UTF-8 编码，按所给编码读取会成乱码，请去掉 --encoding。',
  },
  delimiter: {
    en: 'Its columns are not separated by commas: save it as CSV (comma delimited).',
    zh: '各列不是用逗号分隔的，请另存为 CSV（逗号分隔）。',
  },
  header: {
    en: (f) =>
      headerParts(f, {
        unknown: (n) => `Unknown columns: ${n}. Correct them, or name those to pass over with --ignore.`,
        missing: (n) => `Missing columns: ${n}.`,
        twice: (n) => `Twice: ${n}.`,
      }),
    zh: (f) =>
      headerParts(f, {
        unknown: (n) => `不认识的列：${n}。请更正，或用 --ignore 指明可略过的列。`,
        missing: (n) => `缺少的列：${n}。`,
        twice: (n) => `重复的列：${n}。`,
      }),
  },
  quote_open: {
    en: (f) =>
      `Row ${of(f, 'row')}: a quote opens and does not close, so the rows after it cannot be told apart.`,
    zh: (f) => `第 ${of(f, 'row')} 行：引号未闭合，其后的行无法分辨。`,
  },
  quote: {
    en: (f) =>
      `Row ${of(f, 'row')}: a quote in the middle of a value. Put quotes around the value and double those in it.`,
    zh: (f) => `第 ${of(f, 'row')} 行：内容中间出现引号。请为整个内容加引号，并将其中的引号写成两个。`,
  },
  file_row_too_long: {
    en: (f) =>
      `Row ${of(f, 'row')} has more than ${of(f, 'most')} bytes: a quote that does not close, or no file of lines.`,
    zh: (f) => `第 ${of(f, 'row')} 行超过 ${of(f, 'most')} 字节：引号未闭合，或不是线路文件。`,
  },
  format: {
    en: 'Say which it is: --format csv or --format ndjson.',
    zh: '请用 --format csv 或 --format ndjson 说明格式。',
  },
  not_readable: {
    en: (f) => `It cannot be read: ${of(f, 'cause')}.`,
    zh: (f) => `无法读取：${of(f, 'cause')}。`,
  },
};

/** The text of a reason; null where the facts name none that is listed here. */
export function importReason(language: Language, facts: ErrorFacts): string | null {
  const texts = REASONS[String(facts['reason'])];
  if (texts === undefined) return null;
  const text = language === 'en' ? texts.en : texts.zh;
  return typeof text === 'string' ? text : text(facts);
}
