import type { Check, FindingCode, FindingState, FindingText } from '../../domain/findings.ts';
import { erasureFindings } from './erasure-findings.ts';
import { logFindings } from './log-findings.ts';
import { systemFindings } from './system-findings.ts';

const checks: Readonly<Record<Check, string>> = {
  settings: '配置',
  versions: '版本',
  database: '数据库',
  clocks: '时钟',
  files: '文件权限',
  keys: '密钥',
  tls: 'TLS 与 RSP 证书',
  rulebooks: '规则集',
  operator: '运营商信息',
  public_url: '公开网址',
  hlr: 'HLR',
  serving_nodes: '服务节点',
  smpp: '短信中心',
  mail: '邮件服务器',
  smdp: 'SM-DP+',
  account_facts: '账务系统',
  customer_records: '客户记录',
  switching_codes: '离网授权码系统',
  charge_control: '计费系统的扣费',
  text_counts: '短信计数',
  disk: '磁盘',
  audit: '审计日志',
  log: '公开日志',
  erasure: '数据删除',
  worker: '工作进程',
  messages: '待发短信',
};

const states: Readonly<Record<FindingState, string>> = {
  ok: '正常',
  warning: '注意',
  failed: '失败',
  skipped: '略过',
};

const named = (omitted: string | number | undefined): string =>
  String(omitted)
    .split(', ')
    .map((check) => checks[check as Check])
    .join('、');

const findings: Readonly<Record<FindingCode, FindingText>> = {
  ...systemFindings,
  settings_good: { says: () => '全部可读取', todo: null },
  settings_bad: {
    says: ({ problems }) => `${problems}`,
    todo: () => '请更正该设置，各项说明见 docs/reference/configuration.md。其余各项未能检查。',
  },
  node_good: { says: ({ version }) => `Node ${version}`, todo: null },
  node_old: {
    says: ({ version, needed }) => `Node ${version} 低于 ${needed}`,
    todo: () => '请用 bin/handback.mjs 启动，它会带上合适的 Node。',
  },
  postgres_good: { says: ({ version }) => `PostgreSQL ${version}`, todo: null },
  postgres_old: {
    says: ({ version }) => `PostgreSQL ${version} 低于 18`,
    todo: () => '请将服务器升级到 PostgreSQL 18 或更高版本。',
  },
  database_good: { says: () => '可以连接', todo: null },
  database_away: {
    says: ({ cause }) => `无法连接：${cause}`,
    todo: () =>
      '请检查 DATABASE_URL、服务器是否在运行，以及是否允许本机连接（pg_hba.conf）。见 docs/runbooks/README.md。',
  },
  database_embedded: {
    says: () => '使用内置数据库，仅供一台机器使用',
    todo: () => '生产环境请将 DATABASE_URL 指向有备份的 PostgreSQL 18 服务器。',
  },
  database_absent: {
    says: ({ path }) => `${path} 中还没有数据库`,
    todo: () => '请设置 DATABASE_URL，或先启动一次 Handback，再重新检查。',
  },
  database_pooled: {
    says: () => '服务器前有事务模式的连接池：无法唤醒工作进程，业务单会停滞',
    todo: () => '请让 DATABASE_URL 直连服务器，或使用会话模式的连接池，见 docs/guides/production.md。',
  },
  schema_good: { says: () => '数据库结构为最新', todo: null },
  schema_behind: {
    says: ({ migrations }) => `数据库结构缺少 ${migrations}`,
    todo: () => '请执行：handback migrate',
  },
  schema_foreign: {
    says: ({ migrations }) => `由其他版本的 Handback 建立（${migrations}）`,
    todo: () => '请使用建立它的版本，或另行指定数据库。',
  },
  clock_good: { says: () => '数据库时钟与本机一致', todo: null },
  clock_apart: {
    says: ({ seconds }) => `数据库时钟与本机相差 ${seconds} 秒`,
    todo: () => '请让两台机器都与时间服务器同步（chrony 或 systemd-timesyncd）。',
  },
  clock_wrong: {
    says: ({ seconds }) => `数据库时钟与本机相差 ${seconds} 秒`,
    todo: () =>
      '办理销号前，请先让两台机器与时间服务器同步（chrony 或 systemd-timesyncd）：日期与验证码都依赖时钟。',
  },
  zones_good: { says: ({ zones }) => `已知时区：${zones}`, todo: null },
  modes_good: { says: ({ path }) => `密钥与 ${path} 均不对他人开放`, todo: null },
  mode_open: {
    says: ({ path, mode }) => `${path} 对属主以外的账户开放（权限 ${mode}）`,
    todo: ({ path }) => `请执行：chmod go-rwx ${path}   可能已被他人读取的密钥应予更换。`,
  },
  data_folder_absent: {
    says: ({ path }) => `${path} 尚不存在`,
    todo: () => '首次启动时会建立。如果本应存在，请检查 HANDBACK_DATA。',
  },
  vault_good: { says: ({ path, epoch }) => `个人信息密钥：${path}，第 ${epoch} 期`, todo: null },
  vault_absent: {
    says: ({ path }) => `个人信息密钥：${path} 尚不存在`,
    todo: () => '首次启动时会生成。之后请单独备份，不要与数据库放在一起。',
  },
  vault_missing: {
    says: ({ path }) => `缺少 ${path}，而数据库需要它`,
    todo: () => '请从备份恢复，见 docs/guides/backup-and-restore.md。',
  },
  vault_differs: {
    says: ({ path, epochs }) => `${path} 与该数据库不匹配（第 ${epochs} 期）`,
    todo: () => '请恢复与之配套的文件。同一套系统的所有机器须使用同一个文件。',
  },
  vault_unusable: {
    says: ({ path }) => `${path} 无法使用`,
    todo: () => '请从备份恢复；只允许属主读取（chmod 600）。',
  },
  ring_good: {
    says: ({ key, since, until }) => `证明签名密钥：${key}，自 ${since} 起，至 ${until}`,
    todo: null,
  },
  ring_old: {
    says: ({ key, since }) => `证明签名密钥：${key} 自 ${since} 起一直在用`,
    todo: () => '请轮换：handback keys rotate，见 docs/guides/certificates-and-trust.md。',
  },
  ring_ends: {
    says: ({ key, until }) => `证明签名密钥：${key} 将于 ${until} 到期`,
    todo: () => '请立即轮换：handback keys rotate，见 docs/guides/certificates-and-trust.md。',
  },
  ring_absent: {
    says: ({ path }) => `证明签名密钥：${path} 尚不存在`,
    todo: () => '首次启动时会生成。之后请备份。',
  },
  ring_missing: {
    says: ({ path }) => `缺少 ${path}，而已有证明由它签发`,
    todo: () => '请从备份恢复，见 docs/guides/backup-and-restore.md。',
  },
  ring_other: {
    says: ({ path, key }) => `${path} 中没有最近一次签发所用的密钥 ${key}`,
    todo: () => '同一套系统的所有机器须使用同一个目录。请从签发的机器复制。',
  },
  ring_unusable: {
    says: ({ path, cause }) => `${path} 无法使用：${cause}`,
    todo: () => '请从备份恢复；只允许属主读取（chmod -R go-rwx）。',
  },
  tls_good: { says: ({ path, until }) => `${path}：有效期至 ${until}`, todo: null },
  tls_ends_soon: {
    says: ({ path, until, days }) => `${path}：将于 ${until} 到期，还有 ${days} 天`,
    todo: () => '请续期。',
  },
  tls_over: { says: ({ path, until }) => `${path}：已于 ${until} 到期`, todo: () => '请立即续期。' },
  tls_not_yet: {
    says: ({ path, from }) => `${path}：${from} 起才生效`,
    todo: () => '请检查本机时钟，或换用当前有效的证书。',
  },
  tls_unusable: {
    says: ({ path, problem }) => `${path} 无法使用：${problem}`,
    todo: () => '请放入正确的文件，各文件的用途见 docs/runbooks/README.md。',
  },
  tls_none: { says: () => '未配置', todo: null },
  rulebooks_good: { says: ({ books }) => `${books}`, todo: null },
  rulebooks_overlaid: {
    says: ({ books, file }) => `${books}，经 ${file} 修改`,
    todo: () => '是否有意为之？rulebook/demo.yaml 会缩短所有等待时间，切勿用于生产环境。',
  },
  rulebooks_proposed: {
    says: ({ book, inForce }) => `目录中是 ${book}；现行并据以决定的是 ${inForce}`,
    todo: () => '由两人在运营工作台的“规则”中使其生效；或把文件移出目录。',
  },
  rulebooks_unread: {
    says: ({ files }) => `${files}：因文件名不符而未读取`,
    todo: () => '规则手册以法域命名，例如 cn.yaml。请改名，或把文件移出目录。',
  },
  rulebooks_bad: {
    says: ({ problems }) => `${problems}`,
    todo: () => '请修正该文件；handback rules check 会列出全部问题。',
  },
  operator_good: { says: ({ name, file }) => `${name}（${file}）`, todo: null },
  operator_plain: {
    says: ({ name }) => `没有运营商文件，页面与证明上显示“${name}”`,
    todo: () => '请参照 examples/operator.yaml 编写，并由 HANDBACK_OPERATOR_FILE 指定。',
  },
  operator_bad: {
    says: ({ file, problems }) => `${file}：${problems}`,
    todo: ({ file }) => `请修正后执行：handback operator check ${file}`,
  },
  operator_id_of_demo: {
    says: ({ id }) => `证明上的签发者标识为 ${id}，是演示用的`,
    todo: () => '请在首次启动前将 HANDBACK_OPERATOR_ID 设为贵公司的域名。',
  },
  url_good: { says: ({ url }) => `${url} 有应答，且就是本系统`, todo: null },
  url_unset: {
    says: ({ url }) => `未设置 HANDBACK_URL：证明上的网址为 ${url}`,
    todo: () => '请设为他人访问时使用的网址。',
  },
  url_plain: {
    says: ({ url }) => `${url} 不是 https`,
    todo: () => '用户会在此输入证件与验证码，请使用 https，见 docs/guides/proxies-and-tls.md。',
  },
  url_away: {
    says: ({ url, cause }) => `${url} 没有应答：${cause}`,
    todo: () => 'handback serve 是否在运行？请检查代理、域名与防火墙。本机也须能访问该网址。',
  },
  url_not_ready: {
    says: ({ url, status }) => `${url} 应答尚未就绪：${status}`,
    todo: () => '请查看 handback serve 的日志。',
  },
  url_another: {
    says: ({ url }) => `${url} 是另一套 Handback：它不信任本系统的任何密钥`,
    todo: () => '请检查 HANDBACK_URL 与代理。同一套系统的所有机器须使用相同的密钥。',
  },
  url_not_handback: {
    says: ({ url, status }) => `在 ${url} 应答的不是 Handback（状态码 ${status}）`,
    todo: () => '请检查代理把 /readyz 与 /.well-known/handback/ 转到了哪里。',
  },
  proxies_good: { says: ({ proxies }) => `受信任的代理：${proxies}`, todo: null },
  proxies_unnamed: {
    says: () => 'https 由代理提供，但 HANDBACK_TRUSTED_PROXIES 未列出任何代理：所有人会被算作同一个客户端',
    todo: () => '请设为代理的地址，见 docs/guides/proxies-and-tls.md。',
  },
  hlr_good: { says: ({ channel, address }) => `${channel} 在 ${address} 有应答`, todo: null },
  hlr_away: {
    says: ({ channel, address, cause }) => `${channel}（${address}）：${cause}`,
    todo: () => '请检查 HANDBACK_HLR、防火墙以及 HLR 本身，见 docs/guides/connect-your-hlr.md。',
  },
  hlr_simulated: {
    says: () => 'HANDBACK_HLR 未指定 HLR：工作进程无法启动',
    todo: () => '请设为 osmo-hlr://HOST，见 docs/guides/connect-your-hlr.md。',
  },
  hlr_of_demo: { says: () => '演示用的模拟 HLR', todo: null },
  hlr_not_asked: {
    says: ({ scheme }) => `没有查询 ${scheme}:// 的方法`,
    todo: () => '请人工检查：可能拼写有误，或该驱动没有探测程序。',
  },
  serving_node_good: { says: ({ address }) => `${address} 有应答`, todo: null },
  serving_node_away: {
    says: ({ address, cause }) => `${address}：${cause}`,
    todo: () => '请检查 HANDBACK_SERVING_NODES 所指文件与该节点，见 docs/guides/connect-your-hlr.md。',
  },
  serving_node_none: { says: () => '没有可询问的节点：节点的应答即为断开的最佳证据', todo: null },
  serving_node_not_asked: {
    says: ({ scheme }) => `没有查询 ${scheme}:// 的方法`,
    todo: () => '请人工检查：可能拼写有误，或该驱动没有探测程序。',
  },
  smpp_good: { says: ({ address }) => `已在 ${address} 绑定，且有应答`, todo: null },
  smpp_away: {
    says: ({ address, cause }) => `${address}：${cause}`,
    todo: () => '请检查 HANDBACK_SMPP 中的主机、端口、系统标识与密码，见 docs/guides/text-messages.md。',
  },
  smpp_simulated: {
    says: () => 'HANDBACK_SMPP 未指定短信中心：工作进程无法启动',
    todo: () => '请设为 smpp://SYSTEM_ID:PASSWORD@HOST:PORT，见 docs/guides/text-messages.md。',
  },
  smpp_of_demo: { says: () => '演示用的模拟短信中心', todo: null },
  smpp_not_asked: {
    says: ({ scheme }) => `没有查询 ${scheme}:// 的方法`,
    todo: () => '请人工检查：可能拼写有误，或该驱动没有探测程序。',
  },
  mail_good: { says: ({ address }) => `${address} 登录成功`, todo: null },
  mail_away: {
    says: ({ address, cause }) => `${address}：${cause}`,
    todo: () => '请检查 HANDBACK_SMTP 的主机、端口、用户名和密码，以及本机能否连到该服务器。',
  },
  mail_none: { says: () => '未配置：其他联系方式只接受手机号码', todo: null },
  mail_not_asked: {
    says: ({ scheme }) => `没有查询 ${scheme}:// 的方法`,
    todo: () => '请人工检查：可能拼写有误，或该驱动没有探测程序。',
  },
  smdp_good: { says: ({ address }) => `在 ${address} 有应答`, todo: null },
  smdp_away: {
    says: ({ address, cause }) => `${address}：${cause}`,
    todo: () =>
      '请检查 HANDBACK_SMDP 与 es2plus/ 中的文件；SM-DP+ 须信任我方客户端证书，见 docs/runbooks/README.md。',
  },
  smdp_none: { says: () => '未配置', todo: null },
  smdp_not_asked: {
    says: ({ scheme }) => `没有查询 ${scheme}:// 的方法`,
    todo: () => '请人工检查：可能拼写有误，或该驱动没有探测程序。',
  },
  disk_good: { says: ({ path, freeGib }) => `${path} 剩余 ${freeGib} GiB`, todo: null },
  disk_low: { says: ({ path, freeGib }) => `${path} 仅剩 ${freeGib} GiB`, todo: () => '请尽快腾出空间。' },
  disk_full: {
    says: ({ path, freeGib }) => `${path} 仅剩 ${freeGib} GiB`,
    todo: () => '请立即腾出空间：磁盘写满会使数据库停止。',
  },
  audit_good: { says: ({ rows, at }) => `已封存 ${rows} 条，最近一次 ${at}`, todo: null },
  audit_empty: { says: () => '尚无需要封存的记录', todo: null },
  audit_late: {
    says: ({ rows, minutes }) => `${rows} 条等待封存，最早的已等 ${minutes} 分钟`,
    todo: () => '工作进程每秒封存一次。请启动工作进程，或查看其日志。',
  },
  ...logFindings,
  ...erasureFindings,
  worker_good: { says: ({ cases }) => `正在运行；到期待办 ${cases} 件`, todo: null },
  worker_none: {
    says: ({ cases }) => `没有工作进程连接数据库；到期待办 ${cases} 件`,
    todo: () => '请启动：handback worker，或 handback serve --worker。',
  },
  work_late: {
    says: ({ cases, minutes }) => `到期待办 ${cases} 件，最早的已等 ${minutes} 分钟`,
    todo: () => '请查看工作进程的日志；如果只是处理不过来，可增加工作进程。',
  },
  cases_stuck: { says: ({ cases }) => `${cases} 件等待人工处理`, todo: () => '请执行：handback cases stuck' },
  connector_paused: {
    says: ({ name, reason }) => `${name} 连续失败，暂停访问一段时间（${reason}）`,
    todo: () => '之后会自动重试。请查明对端的问题。',
  },
  messages_good: { says: ({ messages }) => `待发 ${messages} 条`, todo: null },
  messages_late: {
    says: ({ messages, minutes }) => `待发 ${messages} 条，最早的已等 ${minutes} 分钟`,
    todo: () => '工作进程是否在运行？短信中心是否接收短信？`handback cases notices` 列出其应答。',
  },
  not_looked: { says: ({ omitted }) => `没有数据库，未检查：${named(omitted)}`, todo: null },
};

export const doctor = {
  checks,
  states,
  findings,
  allWell: '没有失败的检查项。',
  failed: (count: number): string => `有 ${count} 项检查失败。`,
};
