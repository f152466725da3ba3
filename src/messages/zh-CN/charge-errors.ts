import type { ErrorTexts } from '../error-text.ts';

export const chargeErrors = {
  charge_unknown: { title: '没有拦下过这笔扣费', detail: '请核对名称，或从列表中选择。' },
  charge_settled: { title: '这笔扣费已有结论', detail: '没有任何改动。重新打开可查看结果。' },
  charge_conflict: {
    title: '已有另一笔扣费使用此名称',
    detail: '一笔扣费的名称与内容不变。另一笔请使用自己的名称提交。',
  },
  run_unknown: { title: '查无此次核对', detail: '请从列表中选择。' },
  difference_unknown: { title: '查无此差异', detail: '请从列表中选择。' },
  difference_resolved: { title: '此差异已解决', detail: '没有任何改动。重新打开可查看处理方式。' },
  difference_by_hand: { title: '此处无法清除', detail: '请在出错的系统中更正，下次核对会发现。' },
} satisfies Partial<ErrorTexts>;
