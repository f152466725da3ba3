import type { Messages } from '../shape.ts';

const reasonsOfNumber: Readonly<Record<string, string>> = {
  not_a_digit: '含有数字以外的字符',
  too_short: '位数不足',
  too_long: '位数过多',
  country_code: '没有这样的国家代码',
  trunk_zero: '国家代码之后多了一个 0',
  national_form: '不符合该国手机号码的格式',
  not_international: '缺少国家代码',
  empty: '内容为空',
};
const damages: Readonly<Record<string, string>> = {
  spreadsheet_number: '已变成 8.6E+12 这样的形式',
  decimal_number: '带有小数点',
  rounded_number: '末尾数字已变成零',
};

export const campaignDesk: Messages['campaignDesk'] = {
  numberColumns: ['号码', '手机号', '手机号码'],
  title: '批量销号',
  lead: '需要一起注销的许多号码：退网、转售商停业等。',
  one: (name) => `批次：${name}`,
  none: '还没有批次。',
  name: '名称',
  nameHint: '将写入审计日志，例如“北京 3G 退网”。',
  state: '状态',
  rows: '行数',
  made: '建立时间',
  madeBy: '建立人',
  older: '更早的批次',
  states: {
    at_once: '已直接开始',
    draft: '草稿',
    validated: '已校验',
    awaiting_approval: '等待复核',
    running: '执行中',
    paused: '已暂停',
    finished: '已完成',
    stopped: '已终止',
  },
  make: {
    title: '新建批次',
    again: '重新上传名单',
    file: '文件',
    fileHint: (megabytes, rows) =>
      `CSV 文件，含 line_id 或 number 列；或每行一个线路编号或号码。最大 ${megabytes} MB、${rows} 行。`,
    encoding: '编码',
    encodings: { 'utf-8': 'UTF-8', gb18030: 'GB 18030（中文 Excel）', 'utf-16le': 'UTF-16' },
    go: '上传并校验',
    replaces: '新文件将替换已有的名单。相同的文件不会改变任何内容。',
    fileMissing: '请选择文件',
    nameMissing: '请填写批次名称',
    nameTaken: '已有同名的批量销号',
    nameTakenHint: '其中已有数据。如需替换，请打开它重新上传；或换一个名称。',
  },
  unchanged: '文件与已有名单完全相同，没有任何改变。',
  incomplete: (rows, at) =>
    `上传未完成：已收到 ${rows} 行，最后一行收到于 ${at}。如果没有人正在上传，请重新上传文件。`,
  notDone: '目前无法继续，系统每隔数秒会再试。',
  incompleteWhy: (why) => `中断原因：${why}`,
  refusedFile: '上次上传的文件未被接受。',
  refusedFileKept: '上次上传的文件未被接受，原有名单保持不变。',
  noRows: '还没有名单，请上传文件。',
  validation: '名单',
  valid: '可以预览',
  failed: '有误',
  uploadedAt: '上传时间',
  digest: '名单校验值',
  digestHint: 'SHA-256，复核人看到的相同。',
  allFailed: '查看有误的行',
  failedCsv: '下载有误的行（CSV）',
  fault: '问题',
  how: '数量',
  see: '查看',
  faults: {
    columns: '列数不符',
    empty: '本行没有内容',
    too_long: '内容过长',
    control_characters: '含有控制字符',
    number_damaged: '已被电子表格损坏',
    number_ambiguous: '无法确定指哪条线路',
    number_invalid: '不是号码',
    number_of_nobody: '无人使用的号码',
    unknown_line: '没有这条线路',
    duplicate: '重复',
    ended_already: '已注销',
    open_already: '正在注销',
  },
  faultOf: (fault, detail) => {
    const text = detail ?? '';
    switch (fault) {
      case 'columns':
        return `本行有 ${text.split('/')[0]} 列，表头有 ${text.split('/')[1]} 列。`;
      case 'empty':
        return '本行该列没有内容。';
      case 'too_long':
        return `最多 ${text} 个字符。`;
      case 'control_characters':
        return '含有看不见的字符，请去掉。';
      case 'number_damaged':
        return `电子表格改动了它：${damages[text] ?? '已不是文本'}。请按文本格式导出。`;
      case 'number_ambiguous':
        return text === 'line_too'
          ? '它既是一条线路的号码，又是另一条线路的编号。请用表头说明所指。'
          : '有两种读法。请写成 + 加国家代码的形式。';
      case 'number_invalid':
        return `不是手机号码：${reasonsOfNumber[text] ?? '请检查是否有误'}。`;
      case 'number_of_nobody':
        return '现在没有线路使用这个号码。';
      case 'unknown_line':
        return '没有这条线路。';
      case 'duplicate':
        return `与第 ${text} 行是同一条线路。`;
      case 'ended_already':
        return '该线路已注销。';
      case 'open_already':
        return '该线路有正在办理的销号。';
    }
  },
  preview: {
    title: '预览',
    none: '还没有预览名单的结果。',
    go: '开始预览',
    again: '重新预览',
    running: (done, all) => `已判定 ${all} 行中的 ${done} 行。`,
    at: (moment) => `截至 ${moment}。执行时每一行还会再次判定。`,
    blockers: '不能办理的原因',
    outcome: '结果',
  },
  outcomes: {
    would_start: '可以开始',
    blocked: '不能办理',
    cannot_tell: '无法判定',
    open_already: '正在注销',
    ended_already: '已注销',
    unknown: '没有这条线路，或号码已换线路',
  },
  approval: {
    title: '双人复核',
    lead: '批次须由另一人同意后才会执行。两人看到相同的名称、行数、预览结果和校验值。',
    ask: '提交复核',
    waits: (who, until) => `${who} 已提交，等待至 ${until}。`,
    open: '查看申请',
    agreed: '复核人',
  },
  run: {
    title: '进度',
    done: (done, all) => `已处理 ${all} 行中的 ${done} 行。`,
    began: '开始时间',
    ended: '结束时间',
    by: '经办人',
    pause: '暂停',
    resume: '继续',
    stop: '终止',
    stopLead: '不再开始新的销号。已开始的销号继续办理，可逐一撤回。',
    paused: '已暂停。继续之前不会开始任何销号。',
    stopped: '不再开始新的销号。已开始的销号继续办理。',
    result: '结果',
    report: '下载报告（CSV）',
  },
  results: {
    started: '已开始',
    blocked: '不能办理',
    cannot_tell: '无法判定',
    open_already: '此前正在注销',
    ended_already: '此前已注销',
    unknown: '没有这条线路，或号码已换线路',
  },
  list: {
    title: (name) => `名单：${name}`,
    all: '全部',
    row: '行号',
    given: '原内容',
    line: '线路编号',
    what: '情况',
    case: '业务单号',
    more: '下一页',
    none: '没有这样的行。',
    csv: '下载这些行（CSV）',
  },
};
