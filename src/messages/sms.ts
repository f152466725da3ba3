import type { Language } from '../domain/values/language.ts';

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
  unbind: {
    en: (f: { reference: string; devices: number }) =>
      `${f.devices} device(s) still hold an eSIM of this line (${f.reference}). Delete it on each; the portal shows how. A deleted eSIM cannot come back: if you withdraw later you need a new one.`,
    'zh-CN': (f: { reference: string; devices: number }) =>
      `本号码的 eSIM 仍在 ${f.devices} 台设备上（${f.reference}），请在各设备上删除，步骤见销号网站。eSIM 删除后无法恢复，若之后撤回销号需重新申领。`,
  },
  unbind_reminder: {
    en: (f: { reference: string; devices: number }) =>
      `Reminder: ${f.devices} device(s) still hold an eSIM of the line you are closing (${f.reference}). Delete it while the phone is online, or tell us in the portal not to wait.`,
    'zh-CN': (f: { reference: string; devices: number }) =>
      `提醒：您正在注销的号码仍有 ${f.devices} 台设备保留 eSIM（${f.reference}）。请在联网时删除，或在销号网站选择不再等待。`,
  },
  esim_removed: {
    en: (f: { url: string }) =>
      `An eSIM of yours was deleted on a device. Deleting an eSIM does not end the line and does not stop the bill. Do you want to end it? ${f.url} If not, you need do nothing; ask us for a new eSIM.`,
    'zh-CN': (f: { url: string }) =>
      `您的一个 eSIM 已在设备上删除。删除 eSIM 并不等于销号，费用不会停止。需要销号吗？${f.url} 如不需要，可不予理会，并可重新申领 eSIM。`,
  },
  proof_arrived: {
    en: (f: { reference: string; url: string }) =>
      `Your device's signed deletion of the eSIM has arrived (${f.reference}). A new certificate names it: ${f.url} The first one stays valid to check.`,
    'zh-CN': (f: { reference: string; url: string }) =>
      `已收到设备签名的 eSIM 删除凭据（${f.reference}），新证明已载明：${f.url} 原证明仍可查验。`,
  },
  proof_undone: {
    en: (f: { reference: string; url: string }) =>
      `An eSIM of the line you closed was on a device again after it was deleted (${f.reference}). It cannot connect; please delete it. A new certificate says that its deletion is unconfirmed: ${f.url}`,
    'zh-CN': (f: { reference: string; url: string }) =>
      `您已销号码的 eSIM 在删除后又出现在设备上（${f.reference}），它无法联网，请再次删除。新证明载明其删除未经证实：${f.url}`,
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
