import type { GivenUpFor } from '../../domain/notices.ts';
import type { Messages } from '../shape.ts';

const GIVEN_UP: Readonly<Record<GivenUpFor, string>> = {
  deadline: '已过时限',
  refused: '对方拒收',
  person_erased: '该用户的数据已销毁',
  contact_gone: '联系方式已不存在',
  outdated: '内容已过时',
};

export const commandLine: Messages['commandLine'] = {
  import: {
    badRow: (title, detail) => `${title}：${detail}`,
    counts: (f) =>
      `共 ${f.rows} 行：新建 ${f.created}，更新 ${f.updated}，未变 ${f.unchanged}，重复 ${f.duplicates}，有误 ${f.failed}`,
    wouldBe: (f) =>
      `共 ${f.rows} 行：将新建 ${f.created}，将更新 ${f.updated}，未变 ${f.unchanged}，重复 ${f.duplicates}，有误 ${f.failed}`,
    speed: (seconds, rate) => `${seconds} 秒，每秒 ${rate} 行`,
    progress: (rows, rate, failed) => `${rows} 行，每秒 ${rate} 行，有误 ${failed} 行`,
    notWritten: '没有写入任何内容。',
    badRowsIn: (path) => `有误的行：${path}`,
  },
  consent: {
    needed: '此操作不能撤回，而这里没有可以询问的终端。请先确认后果，再加 --yes。',
    ask: (question) => `${question} [y/N] `,
    yes: ['y', '是'],
    declined: '未作任何改动。',
    adoptRulebook: (book) => `由您一人立即使 ${book} 生效？`,
    startCampaign: (list, name) => `按名单 ${list} 开始批量销号“${name}”？`,
    skip: (reference, stage) => `让 ${reference} 跳过 ${stage} 继续办理？该步骤将永远没有证据。`,
    rollForward: (reference, stage) => `${reference}（${stage}）不再等待服务节点？证明中将写明“未确认”。`,
    revokeCertificate: (certificateId, reason) => `向所有人撤销证明 ${certificateId}（${reason}）？`,
    revokeToken: (name) => `立即停用令牌 ${name}？`,
    dismiss: (notificationId) => `永久搁置通知 ${notificationId}？`,
    revokeKey: (keyId: string) => `吊销密钥 ${keyId}？由它签发的所有证明将永久不被任何人认可。`,
    rotateKey: '生成新的签名密钥，并销毁旧密钥的私钥？',
  },
  cases: {
    wouldRetry: (count) => `将重试 ${count} 件。`,
    groupRetried: (count, retry) =>
      `${count} 件将由运行中的工作进程重试，先试少量。查看进度：handback cases retry --show ${retry}`,
    groupState: (n) =>
      `共 ${n.all} 件：已继续 ${n.wentOn}，再次停滞 ${n.stuckAgain}，已重试 ${n.trying}，尚未重试 ${n.left}，未重试 ${n.notRetried}`,
    causeStillThere: '原因仍然存在。',
    noneStuck: '没有待人工处理的办理单。',
    none: '没有符合条件的办理单。',
    more: (command) => `下一页：${command}`,
    done: {
      retry: (reference) => `${reference}：已重新尝试该步骤。`,
      skip: (reference) => `${reference}：已跳过该步骤，继续办理。`,
      'roll-forward': (reference) => `${reference}：不再等待服务节点。`,
    },
    labels: {
      case: '办理单',
      line: '线路',
      stage: '步骤',
      waitingFor: '等待',
      problem: '问题',
      declared: '申请时间',
      confirmed: '确认时间',
      due: '下一步',
      serviceEnd: '停止服务',
      billingEnd: '计费截止',
      release: '号码释放',
      detach: '离网',
      bill: '最终账单',
      certificate: '证明',
      withdrawal: '现在撤回',
      rulebook: '规则手册',
      closed: '办结时间',
    },
    withdrawal: { at_once: '立即生效', undo: '逐步恢复', refused: '不能撤回' },
    noEvidence: '尚未向网络发出任何请求。',
    noDisputes: '没有申诉。',
    noDecisions: '没有保存任何判定。',
    erased: '内容已无法读取：该用户的数据已销毁',
    signed: (event: string, seqNumber: number) => `eUICC 签名：${event}，序号 ${seqNumber}`,
    sent: '已发送',
    waits: (nextTryAt, deadlineAt, failed) =>
      `等待发送：下次尝试 ${nextTryAt}，截止 ${deadlineAt}${failed === null ? '' : `，最近应答 ${failed}`}`,
    givenUp: (at, why, failed) =>
      `已放弃（${at}）：${GIVEN_UP[why]}${failed === null || failed === why ? '' : `，最近应答 ${failed}`}`,
    noNotices: { waiting: '没有等待发送的消息。', given_up: '没有放弃发送的消息。' },
    retried: (n) => `${n} 条消息将重新发送。`,
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
    wouldStart: '将开始',
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
    proposed: (book, state) => (state === 'proposed' ? `${book}：待生效，须两人同意` : `${book}：已存在`),
    adopted: (book) => `${book} 已生效。`,
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
    gone: '内置数据库意外退出，Handback 随之结束。已提交的数据不会丢失，请重新启动。',
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
  lines: {
    none: '没有线路使用或曾使用该号码。',
    hasIt: '正在使用',
    until: (day) => `至 ${day}`,
    labels: {
      line: '线路',
      status: '状态',
      number: '号码',
      access: '接入',
      holder: '用户',
      account: '账户',
      plan: '套餐',
      jurisdiction: '法域',
      opened: '开户',
      contract: '合约至',
      tie: '关联',
      hold: '限制',
      portOut: '携号转出',
      rangeHolder: '号码归还',
      openCase: '办理中',
    },
  },
  certificates: {
    revoked: (certificateId) => `已撤销：${certificateId}`,
    revokedBefore: (certificateId) => `${certificateId} 此前已撤销，仍以第一次的原因为准。`,
    labels: {
      certificate: '证明',
      issued: '出具时间',
      serviceEnd: '停止服务',
      release: '号码释放',
      key: '密钥',
      state: '状态',
      supersededBy: '被替代为',
    },
    stands: '有效',
    superseded: '已被新证明替代',
    revokedAt: (at, reason) => `已于 ${at} 撤销：${reason}`,
  },
  keys: {
    made: (key) => `新密钥：${key}`,
    revoked: (key: string, signer: string) => `已吊销：${key}\n现用签名密钥：${signer}`,
  },
  audit: {
    sound: (rows) => `链条完整：${rows} 条记录与封存时一致。`,
    noHead: '未提供另处保存的链头（--head）时，被截断并重新封存的日志看起来也是完整的。',
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
    none: '没有令牌。',
    inUse: '使用中',
    revoked: (at) => `已于 ${at} 停用`,
    ended: (name) => `已停用：${name}`,
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
    portTaken: (host, port) =>
      `${host} 的端口 ${port} 已被其他程序占用。请把 HANDBACK_PORT 设为其他端口，或设为 0 自动选取。`,
    cannotListen: (host, port, cause) =>
      `无法监听 ${host} 的端口 ${port}（${cause}）。请检查 HANDBACK_HOST 和 HANDBACK_PORT。`,
    databaseInUse: (pid) =>
      `此数据目录的内置数据库正在使用中（进程 ${pid}）。请等它结束后再试；需要同时运行多个进程时，请用 DATABASE_URL 指定 PostgreSQL 服务器。`,
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
    desks: '工作台：',
    accounts: '可用以下账号登录工作台，不需要密码：',
    deskOf: (role) =>
      ({
        agent: '热线坐席   /desk/hotline',
        clerk: '营业员     /desk/counter、/desk/cards',
        supervisor: '主管       /desk：复核他人的申请',
        fraud: '反欺诈     /desk/fraud',
        operations: '运营       /desk/cards、/desk/letters',
        auditor: '审计       /desk：只查看，不改动',
      })[role],
    esim: '带 eSIM 的号码：',
    phone: '该号码的手机：',
    document: (number) => `（证件号码 ${number}）`,
    others: '其他可试的号码：',
    othersWithEsim: '带 eSIM 的：',
    fictional: '一切均为虚构。按 Ctrl+C 停止，下次启动时保持原样；npm start -- --fresh 可重新生成。',
  },
};
