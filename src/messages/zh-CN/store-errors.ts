import { type ErrorTexts, retryMoment } from '../error-text.ts';

export const storeErrors = {
  stores_invalid: {
    title: '营业厅名单有错误',
    detail: (facts) => `未作任何更改。请改正 ${String(facts['rows'] ?? '')} 处后重新提交。`,
  },
  store_unknown: { title: '没有这家营业厅', detail: '可能已经关闭，请查看营业厅名单。' },
  slot_unknown: { title: '这个时间不能预约', detail: '可能已太临近，或营业厅当时休息。请换一个时间。' },
  slot_taken: { title: '这个时间刚被约走', detail: '没有预约成功，请换一个时间。' },
  appointments_exhausted: {
    title: '您的预约已够多',
    detail: (facts) => `最多可有 ${String(facts['most'] ?? 3)} 个未到的预约。请先取消一个，或直接来。`,
  },
  appointments_from_here: {
    title: '您所在的网络暂时不能再预约',
    detail: (facts) =>
      `今天从这个网络预约的较多，可能是其他人。请先登录，或不预约直接来，也可${retryMoment(facts) === null ? '明天' : `在 ${retryMoment(facts)} 之后`}再试。`,
  },
  appointment_unknown: { title: '这不是我们的预约', detail: '请检查网址是否复制完整。' },
  appointment_over: { title: '这个预约已经结束', detail: '没有可取消的了。' },
} satisfies Partial<ErrorTexts>;
