import type { Messages } from '../shape.ts';

export const smsFrom: Messages['smsFrom'] = {
  from: (name, text) => `【${name}】${text}`,
  call: (hotline) => (hotline === null ? '致电客服' : `致电 ${hotline}`),
};

export const sms: Messages['sms'] = {
  code: (f) => `销号验证码 ${f.code}，${f.minutes} 分钟内有效。工作人员绝不会向您索要验证码。`,
  declared: (f, w) =>
    `已收到本号码的销号申请（${f.reference}）。如非本人操作，请撤回：登录 ${w.portal} 或${w.call}。目前号码一切照旧。`,
  confirmed: (f, w) =>
    `销号申请已确认（${f.reference}），服务将于 ${f.until} 终止，此前可随时一键撤回：${w.portal}`,
  barred: (f, w) =>
    `已挂失，号码正在停机（${f.reference}）。如非本人操作，请撤回：登录 ${w.portal} 或${w.call}。`,
  withdrawn: (f) => `已撤回，号码照常使用（${f.reference}）。`,
  completed: (f) => `号码已注销（${f.reference}）。销号证明：${f.url}`,
  unbind: (f, w) =>
    `本号码的 eSIM 仍在 ${f.devices} 台设备上（${f.reference}），请在各设备上删除，步骤见 ${w.portal} 。eSIM 删除后无法恢复，若之后撤回销号需重新申领。`,
  unbind_reminder: (f, w) =>
    `提醒：您正在注销的号码仍有 ${f.devices} 台设备保留 eSIM（${f.reference}）。请在联网时删除，或登录 ${w.portal} 选择不再等待。`,
  esim_removed: (f, w) =>
    `您的一个 eSIM 已在设备上删除。删除 eSIM 并不等于销号，费用不会停止。需要销号吗？${f.url} 如不需要，可不予理会；重新申领 eSIM 请${w.call}。`,
  proof_arrived: (f) =>
    `已收到设备签名的 eSIM 删除凭据（${f.reference}），新证明已载明：${f.url} 原证明仍可查验。`,
  proof_undone: (f) =>
    `您已销号码的 eSIM 在删除后又出现在设备上（${f.reference}），它无法联网，请再次删除。新证明载明其删除未经证实：${f.url}`,
  supplementary: (f) => `收到迟到的使用记录，已出补充账单（${f.reference}）。新证明替代原证明：${f.url}`,
};
