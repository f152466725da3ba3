import type { Messages } from '../shape.ts';

export const lines: Messages['lines'] = {
  title: '我的号码',
  lead: '请选择要注销的号码。',
  plan: '套餐',
  access: 'SIM / eSIM',
  fee: '套餐月费',
  perMonth: (amount) => `每月 ${amount}`,
  status: { active: '使用中', barred: '已停机', ended: '已注销' },
  kinds: { sim: 'SIM 卡', esim: 'eSIM', companion: '副设备' },
  noNumber: '无号码的数据线路',
  close: '注销此号码',
  report: '挂失停机',
  openCase: '查看申请',
  waiting: (at) => `${at} 有人申请注销此号码。`,
  waitingAsk: '是您本人吗？',
  certificate: '销号证明',
  ended: (date) => `${date} 注销`,
  empty: '您的名下没有号码。如有疑问，请致电客服，或带证件到营业厅查询。',
  more: '查看我名下的其他号码',
  moreHint: '需要您的证件号码。',
};

export const lineDetails: Messages['lineDetails'] = {
  profiles: 'eSIM 配置文件',
  onDevices: (n) => `在 ${n} 台设备上`,
  noProfiles: '此号码没有已知的 eSIM。',
  states: {
    on_device: '在设备上',
    ordered: '已订购，未装到设备',
    unavailable: '已收回',
    deleted: '已删除',
  },
  deletedAt: (at) => `${at} 删除`,
  removed: (device, at) => `${device} 上的 eSIM 已于 ${at} 删除。`,
  removedSometime: (device) => `${device} 上的 eSIM 已删除。`,
  removedMeans: '删除 eSIM 并不等于销号，费用照常收取。',
  askNew: '申领新的 eSIM',
  newTitle: '新的 eSIM',
  newText: (hotline) =>
    `请拨打${hotline === null ? '账单上的客服号码' : ` ${hotline}`}，或带身份证件到任一营业厅办理。号码和套餐不变。`,
  newLink: '怎么申领新的 eSIM',
  details: '详情',
  detailsOf: (line) => `${line} 的 eSIM 详情`,
};
