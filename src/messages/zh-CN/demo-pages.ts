import type { Messages } from '../shape.ts';

export const inbox: Messages['inbox'] = {
  title: '演示收件箱',
  lead: '模拟短信中心送达的短信。真实环境中，它们会发到手机上。',
  number: '号码',
  filter: '查看',
  all: '全部号码',
  empty: '还没有短信。请先在首页获取验证码，再回来看。',
  to: '发往',
  refresh: '刷新',
};

export const phone: Messages['phone'] = {
  title: '设置 › 蜂窝网络',
  titleOf: (number) => `设置 › 蜂窝网络 · ${number}`,
  devicesOf: (number) => `${number} 的设备`,
  lead: '虚拟手机，内有虚拟 eSIM 芯片。芯片删除 eSIM 时会签名，手机再通过 HTTPS 送达运营商，与真机一致。',
  choose: '带 eSIM 的号码',
  number: '手机号码',
  show: '查看手机',
  other: '其他号码',
  messages: '该号码的短信',
  fromInbox: '手机上的 eSIM',
  portal: '到网站注销该号码',
  none: '没有属于该号码的虚拟手机：该号码没有 eSIM，或不在下列号码之中。',
  noPhones: '此处没有虚拟手机，用 npm start 启动即有。',

  chip: (digits) => `EID 尾号 ${digits}`,
  iccid: (digits) => `ICCID 尾号 ${digits}`,
  esims: 'eSIM',
  noEsim: '本设备上没有 eSIM。',
  on: '已打开',
  off: '已关闭',
  turnOn: '打开',
  turnOff: '关闭',
  remove: '删除 eSIM',

  confirmTitle: '删除此 eSIM？',
  confirmWhat: ['芯片将其永久删除并签名，无法恢复。', '删除 eSIM 不等于销号，费用不会停止。'],
  keep: '保留 eSIM',

  online: '已联网',
  offline: '未联网',
  over: '联网方式',
  overs: { mobile: '移动数据', wifi: '无线局域网', nothing: '不联网（飞行模式）' },
  mobileHints: {
    works: '可用：号码在用。',
    cut: '不可用：号码已停。',
    not_in_use: '不可用：本设备上没有在用的号码。',
  },
  mobileWithout: '演示中，号码在用即可联网。真机若唯一的 eSIM 已关闭，则须连接无线局域网。',
  set: '设定',
  noNetworkTitle: '没有网络',
  noNetwork:
    '号码已停，本设备没有移动数据。芯片签名的内容会留在设备上，连上无线局域网后才能送达。因此 Handback 先请您删除 eSIM，再停号。',
  notInUse:
    '本设备上没有在用的号码，因此没有移动数据。芯片签名的内容会留在设备上，连上无线局域网后才能送达。',

  happened: '经过',
  nothingYet: '暂无记录。',
  did: {
    on: (name) => `${name} 已打开`,
    off: (name) => `${name} 已关闭`,
    delete: (name) => `${name} 已删除`,
  },
  delivered: (n, at) => `已签名（第 ${n} 号），${at} 送达。`,
  waits: (n) => `已签名（第 ${n} 号），等待联网。`,
  refused: (n, why) => `已签名（第 ${n} 号），未送达：${why}。手机会保留。`,
  unsigned: '未签名：该配置文件未写明通知地址。',
  neverProven: '未签名：该配置文件未写明通知地址，因此无从证明。',
  waiting: '等待中',

  orders: '已订购的 eSIM',
  orderWhere: '不在任何设备上，仍在 SM-DP+ 等待下载，手机上无可删除。',
  orderTaken: '运营商已在 SM-DP+ 收回，不能再下载。',
  orderState: { waiting: '可下载', taken: '已收回' },
};
