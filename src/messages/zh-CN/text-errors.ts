import type { ErrorTexts } from '../error-text.ts';

export const textErrors: Pick<ErrorTexts, 'text_unknown' | 'text_signature_invalid' | 'text_replayed'> = {
  text_unknown: { title: '没有这条短信', detail: '它已不再保存。' },
  text_signature_invalid: {
    title: '签名不对',
    detail: ({ reason }) =>
      reason === 'old'
        ? 'Handback-Timestamp 与本机时间相差超过五分钟。请校准时钟，每次重试都重新签名。'
        : reason === 'missing'
          ? '请发送 Handback-Timestamp（1970 年以来的秒数）和 Handback-Signature（v1= 加十六进制 HMAC-SHA256）。'
          : '请用 HANDBACK_TEXT_WEBHOOK 的密钥，对时间戳、一个英文句点和原始正文签名。',
  },
  text_replayed: { title: '此请求已收到过', detail: '它的签名已使用，不会重复处理。新请求请重新签名。' },
};
