import type { Messages } from '../shape.ts';

export const commandLine: Messages['commandLine'] = {
  import: {
    badRow: (title, detail) => `${title}：${detail}`,
    counts: (f) =>
      `共 ${f.rows} 行：新建 ${f.created}，更新 ${f.updated}，未变 ${f.unchanged}，重复 ${f.duplicates}，有误 ${f.failed}`,
    speed: (seconds, rate) => `${seconds} 秒，每秒 ${rate} 行`,
    progress: (rows, rate, failed) => `${rows} 行，每秒 ${rate} 行，有误 ${failed} 行`,
    notWritten: '没有写入任何内容。',
    badRowsIn: (path) => `有误的行：${path}`,
  },
  cases: {
    noneStuck: '没有待人工处理的办理单。',
    noEvidence: '尚未向网络发出任何请求。',
    noDecisions: '没有保存任何判定。',
    erased: '内容已无法读取：该用户的数据已销毁',
    signed: (event: string, seqNumber: number) => `eUICC 签名：${event}，序号 ${seqNumber}`,
    sent: '已发送',
    waits: '等待发送',
    dropped: (why: string) => `未发送：${why}`,
    ruledBy: (book: string, on: string) => `${book}，以 ${on} 为准`,
    ruledByBoth: (book: string, on: string, running: string, runningOn: string) =>
      `${book}，以 ${on} 为准；随时生效的规则取自 ${running}，以 ${runningOn} 为准`,
    finding: (check: string, effect: string, rule: string, version: number) =>
      `${check}：${effect}（${rule} v${version}）`,
    factsOf: (facts: string) => `依据：${facts}`,
    nothingFound: '未发现问题',
  },
  campaign: {
    progress: (lines) => `${lines} 条线路 ...`,
    emptyList: '名单为空。',
  },
  esim: {
    nothingToReview: '没有等待审核的通知。',
    proven: '已证实。',
    notProven: '仍不能证明任何事。',
    dismissed: '已搁置。',
    counts: (unreachable, unproven, notPossible) =>
      `（未确认 ${unreachable}，未证实 ${unproven}，无法证实 ${notPossible}）`,
  },
  rules: {
    good: (book, from) => `${book}：有效，自 ${from} 起施行`,
    decision: (book, on, verdict) => `${book}，${on}：${verdict}`,
    verdicts: { eligible: '可以办理', blocked: '不能办理', cannot_tell: '无法确认' },
    noDecision: '未作判断',
    notAsked: '未检查',
    setting: '设定',
    rule: (id, version, from, value) => `${id} v${version}，自 ${from} 起：${value}`,
    ruleOfAnother: (id, version, whose, instead, from, value) =>
      `${id} v${version}（${whose} 代替 ${instead}），自 ${from} 起：${value}`,
    source: (parts) => `来源：${parts.join('；')}`,
  },
  database: {
    starting: '正在启动数据库 ...',
    nothingToDo: '已是最新。',
    applied: (migrations) => `已应用：${migrations.join('、')}`,
  },
  operator: {
    good: (file) => `${file}：正确`,
    certificate: (name) => `证明上的名称：${name}`,
    has: (logo, colour, hotline, links) =>
      `标志：${logo ? '有' : '无'}。颜色：${colour ? '自定' : '默认'}。热线：${hotline ?? '无'}。处理障碍的链接：${links} 个。`,
    wear: (file) => `在演示中查看：HANDBACK_OPERATOR_FILE=${file} npm start，再打开 /demo/house`,
  },
  keys: { made: (key) => `新密钥：${key}` },
  audit: {
    sound: (rows) => `链条完整：${rows} 条记录与封存时一致。`,
    broken: {
      missing: (first, last) => `编号 ${first} 至 ${last} 的记录中缺少一条。`,
      twice: (first, last) => `编号 ${first} 至 ${last} 的记录中有重复编号。`,
      changed: (first, last) => `编号 ${first} 至 ${last} 的记录中有一条与封存时不一致。`,
    },
    beyond: (rows) => `有 ${rows} 条记录的编号未经封存，或其封存已被删除。`,
    headHolds: '您保存的链头仍在此链条中。',
    headGone: '您保存的链头不在此链条中：链条曾被截断或重做。',
    unsealed: (rows) => `${rows} 条记录等待封存；运行中的 worker 每秒封存一次。`,
    head: (head) => `head ${head}`,
  },
  attempts: {
    reset: (counters) => (counters === 0 ? '此号码没有任何计数。' : '已清零，机主可以重新尝试。'),
  },
  tokens: {
    unknown: (name) => `没有名为 ${name} 的有效令牌`,
    taken: (name) => `名为 ${name} 的令牌已经生成过，名称不能重复使用`,
  },
  serve: {
    worker: '工作进程已启动',
    serving: (address) => `正在服务 ${address}`,
  },
  running: {
    already: (pid, address) =>
      `Handback 已在运行（进程 ${pid}${address === '' ? '' : `，${address}`}）。请先将其停止，或将 HANDBACK_DATA 设为其他目录。`,
    inBetween: (pid) => `Handback 正在启动或停止（进程 ${pid}），请稍后再试。`,
    databaseInUse: (pid) =>
      `此数据目录的内置数据库正在使用中（进程 ${pid}）。请等它结束后再试；需要同时运行多个进程时，请用 DATABASE_URL 指定 PostgreSQL 服务器。`,
  },
  unknown: {
    line_unknown: { title: '没有该线路', detail: '请填写导入时的 line_id。' },
    case_unknown: { title: '没有该办理单', detail: '请填写业务单号：HB- 加八位字符。' },
  },
  unreadable: (path, cause) => `无法打开 ${path}（${cause}）`,
  demo: {
    made: (lines) => `已生成 ${lines} 条虚构线路`,
    emptied: '旧演示已清空，正在重新生成',
    notTheDemo:
      '该数据库中有不属于演示运营商的线路，未作任何改动。请将 HANDBACK_DATA 设为另一个文件夹，演示会在那里生成。',
    notAServers:
      '--fresh 只重建数据文件夹内的内置数据库，从不动 DATABASE_URL 指定的数据库。请去掉 DATABASE_URL，或自行清空该数据库。',
    guide: '从这里开始：',
    allUsed: '均已用过；运行 npm start -- --fresh 可重新生成',
    ended: '   （已用：线路已销户）',
    open: (reference) => `   （已用：在途申请 ${reference}）`,
    running: 'Handback 已启动：',
    number: '演示号码：',
    messages: '该号码的短信：',
    esim: '带 eSIM 的号码：',
    phone: '该号码的手机：',
    document: (number) => `（证件号码 ${number}）`,
    others: '其他可试的号码：',
    othersWithEsim: '带 eSIM 的：',
    fictional: '一切均为虚构。按 Ctrl+C 停止，下次启动时保持原样；npm start -- --fresh 可重新生成。',
  },
};
