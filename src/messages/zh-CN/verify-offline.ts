import type { Messages } from '../shape.ts';

export const verifyOffline: Messages['verifyOffline'] = {
  title: '离线核验证明',
  lead: '所需的一切都在这个文件里，不发送也不获取任何内容。',
  keys: (operator, at) => `使用${operator}截至 ${at} 的密钥。`,
  file: '证明文件',
  fileHint: 'PDF、.sdjwt 或 JSON，也可以拖到本页任意位置。',
  number: '要比对的手机号码',
  numberHint: '想确认证明是否属于该号码时填写。',
  numberWrong: '这不是可以比对的手机号码，请带上国家代码填写。',
  more: '更多文件',
  status: '状态列表',
  statusHint: '它说明证明截至列表日期是否被撤销。获取地址：',
  statusNone: '它说明证明截至列表日期是否被撤销。地址写在证明中。',
  trust: '其他运营商的信任文件',
  trustHint: '只应从运营商本身获取：谁给您这份文件，就由谁决定您相信什么。',
  trustWrong: '这不是信任文件，或内容不自洽，未被采用。',
  noCrypto: '这个浏览器无法验证签名，请使用较新的浏览器。',
  noScript: '本页需要 JavaScript：核验在您的浏览器中进行。',
  optional: '选填',
  language: '语言',
};
