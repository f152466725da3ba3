import type { ErrorTexts } from '../error-text.ts';

/** What is refused at the hotline desk and to whoever tells it of calls. */
export const hotlineErrors = {
  agent_unknown: {
    title: '没有这位坐席',
    detail: '该标识无人登录过，该分机也无人就座。坐席可在热线工作台填写所坐的分机。',
  },
  call_unknown: { title: '这通电话不归您', detail: '电话已结束，或已由其他坐席接听。' },
  hand_over_unknown: { title: '没有这条回电', detail: '它不归您，或已超过两天。' },
  hand_over_taken: {
    title: '已有同事负责回电',
    detail: (facts) => `${String(facts['by'] ?? '同事')}已接手，请选择另一条。`,
  },
  hand_overs_too_many: {
    title: '暂时不能再接手回电',
    detail: ({ most }) => `每人每小时最多接手 ${most} 位来电人。请留给同事，或稍后再接手。`,
  },
  fraud_review_unknown: { title: '没有这项核查', detail: '请核对编号。' },
  fraud_review_decided: { title: '这项核查已有结论', detail: '请重新查看结论及其作出人。' },
  receipt_gone: {
    title: '回执已不在此处',
    detail: '回执已发出，或已超过两小时。申请不受影响。',
  },
  letter_unknown: { title: '没有这封信', detail: '可能打印已超过一周。' },
  presence_impossible: {
    title: '无法向该号码发送数字',
    detail: '该线路没有号码，或手机已挂失。请改为提问。',
  },
} satisfies Partial<ErrorTexts>;
