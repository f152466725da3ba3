import type { Messages } from '../shape.ts';

export const smsFrom: Messages['smsFrom'] = {
  from: (name, text) => `【${name}】${text}`,
  call: (hotline) => (hotline === null ? '致电客服' : `致电 ${hotline}`),
  noNumber: '您的数据线路',
  check: (text, address) => `${text}核实短信：${address}`,
};

export const sms: Messages['sms'] = {
  code: (f) => `销号验证码 ${f.code}，${f.minutes} 分钟内有效。工作人员绝不会向您索要验证码，请勿告诉他人。`,
  hotline_code: (f, w) =>
    `热线核对数字 ${f.code}，${f.minutes} 分钟内有效。仅在您主动致电热线时读给坐席；如是对方打给您，请挂断并${w.call}。`,
  declared: (f, w) =>
    `已收到号码 ${w.line} 的销号申请（${f.reference}）。如非本人操作，请点此告知：${f.stop} 或${w.call}。目前号码一切照旧。`,
  lock_set: (_, w) =>
    `号码 ${w.line} 已加销号锁：解锁前任何人不能注销，且解锁需要等待。如非本人操作，请登录 ${w.portal} 或${w.call}。`,
  lock_lifting: (f, w) =>
    `有人申请解除号码 ${w.line} 的销号锁，将于 ${f.until} 解除。如非本人操作，请在此之前重新加锁：${w.portal} 或${w.call}。`,
  asked_for_you: (f, w) =>
    `有人代您申请注销号码 ${w.line}（${f.reference}），服务至 ${f.until}。如非您本意，请在此之前点此告知：${f.stop} 或${w.call}。`,
  closing_not_mine: (f, w) =>
    `号码 ${w.line} 的登记人表示从未办理此号码，现正注销（${f.reference}），服务至 ${f.until}。如您在使用，请在此之前点此告知：${f.stop} 或${w.call}。`,
  closing_by_us: (f, w) =>
    `我们将注销号码 ${w.line}（${f.reference}），服务至 ${f.until}。如有疑问或有误，请在此之前点此告知：${f.stop} 或${w.call}。`,
  switching_waits: (f, w) =>
    `您的离网授权码已被使用，号码 ${w.line} 尚未办理销户。未处理的事项：${f.inTheWay}。处理方法：${f.url} 或${w.call}。处理完毕后会自动继续办理。`,
  request_news: (f, w) => `业务 ${f.reference} 有新进展，请凭回执在 ${w.portal} 查看。`,
  request_decided: (f, w) => `您的申请 ${f.reference} 已有结果，请凭回执在 ${w.portal} 查看。`,
  confirmed: (f, w) =>
    `号码 ${w.line} 的销号申请已提交（${f.reference}），将于 ${f.until} 停止服务，此前可随时撤回：登录 ${w.portal} 或${w.call}。`,
  barred: (f, w) =>
    `号码 ${w.line} 已挂失，正在停机（${f.reference}）。如非本人操作，请点此告知：${f.stop} 或${w.call}。`,
  receipt: (f, w) =>
    `号码 ${w.line} 的销号回执：业务单号 ${f.reference}，回执密码 ${f.secret}。凭此可在 ${w.portal}/receipt 查进度、撤回。请勿告诉他人，如有疑问请${w.call}。`,
  withdrawn: (f, w) => `号码 ${w.line} 的销号申请已撤回，号码照常使用（${f.reference}）。`,
  completed: (f, w) => `号码 ${w.line} 已注销（${f.reference}）。销号证明：${f.url} 如有疑问请${w.call}。`,
  unbind: (f, w) =>
    `号码 ${w.line} 的 eSIM 仍在 ${f.devices} 台设备上（${f.reference}），请在各设备上删除，步骤见 ${w.portal} ，也可${w.call}。eSIM 删除后无法恢复，若之后撤回销号需重新申领。`,
  unbind_reminder: (f, w) =>
    `提醒：正在注销的号码 ${w.line} 仍有 ${f.devices} 台设备保留 eSIM（${f.reference}）。请在联网时删除，或登录 ${w.portal} 选择不再等待，也可${w.call}。`,
  esim_removed: (f, w) =>
    `号码 ${w.line} 的一个 eSIM 已在设备上删除。删除 eSIM 不等于销号，费用照常收取。需要销号吗？${f.url} 如不需要，可不予理会；重新申领 eSIM 请${w.call}。`,
  proof_arrived: (f, w) =>
    `号码 ${w.line}：已收到设备签名的 eSIM 删除凭据（${f.reference}），新证明已载明：${f.url} 原证明仍可查验。`,
  proof_undone: (f, w) =>
    `已注销的号码 ${w.line}，其 eSIM 删除后又出现在设备上（${f.reference}）。它无法联网，请再次删除，如需协助请${w.call}。新证明载明其删除未经证实：${f.url}`,
  card_recorded: (f, w) =>
    `已注销的号码 ${w.line}：旧卡情况已登记（${f.reference}），新证明已载明：${f.url} 原证明仍可查验。如有疑问请${w.call}。`,
  card_destroyed: (f, w) =>
    `已注销的号码 ${w.line}：旧卡已销毁（${f.reference}），新证明载明了日期和方式：${f.url} 此前的证明仍可查验。`,
  appointment_made: (f) => `已预约 ${f.reference}：${f.at}，${f.store}。查看或取消：${f.url}`,
  leaving_reminder: (f, w) =>
    `您设的提醒：${w.line} 将于${f.until}停机（${f.reference}）。请先换绑：${f.url} 非本人请${w.call}。`,
  appointment_soon: (f) => `预约提醒 ${f.reference}：${f.at}，${f.store}。来不了请取消：${f.url}`,
  appointment_off: (f, w) =>
    `很抱歉，预约 ${f.reference}（${f.at}，${f.store}）无法履行：营业厅调整了营业时间或已关闭。请重新预约：${w.portal}/stores，或${w.call}。`,
  complaint_received: (f) => `您的投诉 ${f.reference} 已收到，最迟 ${f.by} 答复。查看进展：${f.url}`,
  complaint_answered: (f, w) => `您的投诉 ${f.reference} 已有答复：${f.url} 如有疑问请${w.call}。`,
  complaint_late: (f, w) =>
    `您的投诉 ${f.reference} 本应已经答复，但还没有。我们仍在处理：${f.url} 或${w.call}。您也可以向以下机构申诉：${f.regulator}`,
  export_asked: (f, w) =>
    `有人用号码 ${w.line} 登录，申请导出您在我们这里的全部资料（${f.reference}）。不是您本人？${w.portal} 或${w.call}。`,
  export_ready: (f) =>
    `您的资料导出（${f.reference}）已做好，保存 ${f.days} 天：${f.url} 只有您自己设的口令能打开。`,
  charge_held: (f, w) =>
    `您已注销的号码 ${w.line} 出现一笔 ${f.amount} 的扣费（${f.reference}），我们已拦下并正在要求撤回，您无需支付。${f.url === null ? '' : `您的证明：${f.url} `}如有疑问请${w.call}。`,
  charge_decided: (f, w) =>
    `您已注销的号码 ${w.line} （${f.reference}）的 ${f.amount} 扣费${{ withdrawn: '已撤回', credited: '已退还', upheld: '仍然有效：计费部门认为应付' }[f.outcome]}。如有疑问请${w.call}。`,
  supplementary: (f, w) =>
    `号码 ${w.line} 注销后收到迟到的话单，已出补充账单（${f.reference}）。新证明替代原证明：${f.url} 如有疑问请${w.call}。`,
};
