import type { Messages } from '../shape.ts';

/** What the holder of a certificate shows or keeps to themselves. */
export const disclosures: Messages['disclosures'] = {
  kinds: {
    number: { name: '完整号码', hint: '收到副本的人可以比对号码。' },
    holder: { name: '机主', hint: '姓名、证件号码末四位和客户编号。PDF 页面上的姓名仍作遮掩。' },
    line: { name: '线路编号', hint: '运营商内部使用的线路编号。' },
    cards: { name: '卡号', hint: 'SIM 卡和 eSIM 的 ICCID 与 IMSI。' },
    devices: { name: 'eSIM 设备号', hint: '设备的 EID，以及各 eSIM 配置文件的 ICCID。' },
    network: { name: '网络应答原文', hint: '技术记录，其中也含有您的号码和卡号。PDF 会附上应答清单。' },
    esim: {
      name: 'eSIM 设备的签名',
      hint: '其中含有 ICCID 和 EID。连同设备号一起，可以重新验证配置文件的删除。',
    },
  },
  attached: (shown) => `本文件内附的数据完整公开：${shown}；不公开其他个人信息。页面上的号码和姓名均已遮掩。`,
  attachedNothing: '本文件不公开任何个人信息，页面和内附数据都没有。',
  copyShows: (shown) => `副本公开：${shown}；不公开其他个人信息。`,
  copyShowsNothing: '副本不公开任何个人信息。',
  notChecked: '未核对证明真伪：此处没有其密钥（--trust）。',
  notInFile: (missing) => `文件中没有以下内容，副本无法公开：${missing}。`,
  inSentence: {
    number: '号码',
    holder: '机主',
    line: '线路编号',
    cards: '卡号',
    devices: 'eSIM 设备号',
    network: '网络应答原文（含号码和卡号）',
    esim: 'eSIM 设备的签名（含设备号）',
  },
};
