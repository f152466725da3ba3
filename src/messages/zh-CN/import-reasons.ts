import { factsWith, headerParts, meantText as meant } from '../reason-text.ts';
import type { Messages } from '../shape.ts';
import { punctuation } from './punctuation.ts';
import { valueReasons } from './value-reasons.ts';

const of = factsWith(punctuation.listedCodes);

export const importReasons: Messages['importReasons'] = {
  // one field
  not_text: '请以带引号的文本给出，JSON 数字会丢失位数。',
  too_long: (f) => `最多 ${of(f, 'longest')} 个字符。`,
  control_character: '含有换行、NUL 或其他控制字符。',
  lost_character: '此前转换编码时丢失了字符，请重新导出。',
  ...valueReasons.table,
  form: '格式不符合该列要求。',
  not_one_of: (f) => `只能是：${of(f, 'allowed')}。`,
  negative: '不能为负数。',
  not_json: '不是由对象组成的 JSON 数组。',
  too_many: (f) => `最多 ${of(f, 'most')} 项。`,
  twice: (f) => `同一 ${of(f, 'name')} 出现了两次。`,
  full_number: '标签中不能有完整号码，请打码，例如 138 **** 1234。',
  needs_other: (f) => `须与 ${of(f, 'other')} 一同给出。`,
  not_with_other: (f) => `不能与 ${of(f, 'other')} 同时给出。`,
  other_jurisdiction: '该省份不属于所给的法域。',
  other_currency: (f) => `规则手册使用的币种是 ${of(f, 'currency')}。`,
  no_rulebook: (f) => `现有规则手册：${of(f, 'allowed')}。`,
  in_future: '日期在将来。',
  unknown_field: (f) => `没有这个字段：${of(f, 'name')}。${meant(f, (name) => `是否为 ${name}？`)}`,
  other_eid: '接入方式与配置文件给出的 EID 不一致。',
  other_line_id: '与地址中的线路不一致。',
  read_only: '该字段由 Handback 给出：请不要填写，或按读到的原值送回。',
  columns: (f) => `该行有 ${of(f, 'found')} 格，表头有 ${of(f, 'expected')} 格。内容含逗号时须加引号。`,
  row_not_json: '该行不是 JSON 对象。',
  row_too_long: (f) => `该行超过 ${of(f, 'most')} 字节。`,
  opening_hours:
    '请按 OpenStreetMap 的写法填写营业时间：Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-16:00; PH off; 2027 Feb 05-2027 Feb 12 off。',
  time_zone: '请填写 IANA 时区名称，例如 Europe/Berlin，或留空。',
  not_between: (f) => `须为 ${of(f, 'least')} 至 ${of(f, 'most')} 的整数。`,
  // a row against others
  holder_differs: '此号码在 Handback 中另有持有人，这一行不会改回。请先在贵方系统中更新持有人。',
  ended: '该线路已在 Handback 中销户，不能重新开始。',
  twice_in_file: (f) => `第 ${of(f, 'firstRow')} 行有相同的 line_id，但内容不同。`,
  // the file
  empty: '文件为空。',
  no_rows: '只有表头，没有数据行。',
  no_good_row: (f) => `${of(f, 'rows')} 行中没有一行可用，原有名单保持不变。请确认文件和列是否正确。`,
  not_utf8: (f) =>
    `不是 UTF-8 编码（约第 ${of(f, 'row')} 行）。国内系统导出的文件多为 GB18030，${f['atDesk'] ? '请选择该编码' : '请加 --encoding gb18030'}。`,
  wrong_encoding: (f) => `不是 ${of(f, 'encoding')} 编码（约第 ${of(f, 'row')} 行）。`,
  unknown_encoding: (f) => `不认识编码 ${of(f, 'encoding')}。`,
  utf16: (f) =>
    `文件为 UTF-16 编码且没有字节顺序标记，${f['atDesk'] ? '请选择 UTF-16，或另存为 UTF-8' : `请加 --encoding ${of(f, 'encoding')}`}。`,
  is_utf8: (f) =>
    `文件其实是 UTF-8 编码（约第 ${of(f, 'row')} 行），按所给编码读取会成乱码，${f['atDesk'] ? '请选择 UTF-8' : '请去掉 --encoding'}。`,
  delimiter: '各列不是用逗号分隔的，请另存为 CSV（逗号分隔）。',
  header: (f) =>
    headerParts(of, f, {
      unknown: (n) => `不认识的列：${n}。请更正，或用 --ignore 指明可略过的列。`,
      missing: (n) => `缺少的列：${n}。`,
      twice: (n) => `重复的列：${n}。`,
    }),
  quote_open: (f) => `第 ${of(f, 'row')} 行：引号未闭合，其后的行无法分辨。`,
  quote: (f) => `第 ${of(f, 'row')} 行：内容中间出现引号。请为整个内容加引号，并将其中的引号写成两个。`,
  file_row_too_long: (f) => `第 ${of(f, 'row')} 行超过 ${of(f, 'most')} 字节：引号未闭合，或不是线路文件。`,
  too_many_rows: (f) => `文件超过 ${of(f, 'most')} 行，请分成几个批次。`,
  format: '请用 --format csv 或 --format ndjson 说明格式。',
  not_readable: (f) => `无法读取：${of(f, 'cause')}。`,
};
