import type { Language } from './language.ts';

/** What each text message says; every one carries its reference, so that a duplicate is recognised. */
const TEXTS = {
  code: {
    en: (f: { code: string; minutes: number }) =>
      `${f.code} is your Handback code, good for ${f.minutes} minutes. We never ask for it by phone or chat.`,
    'zh-CN': (f: { code: string; minutes: number }) =>
      `验证码 ${f.code}，${f.minutes} 分钟内有效。工作人员绝不会向您索要验证码。`,
  },
  declared: {
    en: (f: { reference: string }) =>
      `We received a request to close this line (${f.reference}). Not you? Open the portal or call us and stop it. Nothing has changed yet.`,
    'zh-CN': (f: { reference: string }) =>
      `已收到本号码的销号申请（${f.reference}）。如非本人操作，请登录销号网站或致电客服撤回。目前号码一切照旧。`,
  },
  confirmed: {
    en: (f: { reference: string; until: string }) =>
      `Closing this line is confirmed (${f.reference}). Service ends ${f.until}. Until then you can withdraw with one tap.`,
    'zh-CN': (f: { reference: string; until: string }) =>
      `销号申请已确认（${f.reference}），服务将于 ${f.until} 终止，此前可随时一键撤回。`,
  },
  barred: {
    en: (f: { reference: string }) =>
      `Reported lost: this line is being barred (${f.reference}). If that was not you, open the portal and undo it.`,
    'zh-CN': (f: { reference: string }) =>
      `已挂失，号码正在停机（${f.reference}）。如非本人操作，请登录销号网站撤回。`,
  },
  withdrawn: {
    en: (f: { reference: string }) => `Withdrawn: this line stays as it is (${f.reference}).`,
    'zh-CN': (f: { reference: string }) => `已撤回，号码照常使用（${f.reference}）。`,
  },
  completed: {
    en: (f: { reference: string; url: string }) =>
      `The line is closed (${f.reference}). Certificate: ${f.url}`,
    'zh-CN': (f: { reference: string; url: string }) => `号码已注销（${f.reference}）。销号证明：${f.url}`,
  },
  supplementary: {
    en: (f: { reference: string; url: string }) =>
      `Usage came in after your final bill (${f.reference}). A corrected certificate replaces the first: ${f.url}`,
    'zh-CN': (f: { reference: string; url: string }) =>
      `收到迟到的使用记录，已出补充账单（${f.reference}）。新证明替代原证明：${f.url}`,
  },
} as const;

export type SmsKind = keyof typeof TEXTS;

export function smsText<K extends SmsKind>(
  language: Language,
  kind: K,
  facts: Parameters<(typeof TEXTS)[K]['en']>[0],
): string {
  return (TEXTS[kind][language] as (facts: never) => string)(facts as never);
}
