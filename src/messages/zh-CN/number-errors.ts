import type { ErrorTexts } from '../error-text.ts';

export const numberErrors = {
  number_unknown: { title: '台账中没有此号码', detail: '请核对号码，须带 + 和国家代码。' },
  number_rests_not: { title: '没有任何改动', detail: '此号码不在冷冻期，或冷冻期已更长。请重新打开查看。' },
  number_batch_unknown: { title: '查无此批次', detail: '请从列表中选择。' },
  number_batch_released: { title: '此批次已释放', detail: '没有任何改动。重新打开可查看结果。' },
  feed_unknown: { title: '查无此文件', detail: '请从列表中选择。' },
  feed_made: { title: '此文件已生成', detail: '请原样重发：`handback feeds resend`。' },
  feed_not_made: { title: '此文件尚未生成', detail: '请先生成：`handback feeds make`。' },
  feed_too_early: {
    title: '生成此文件为时过早',
    detail: ({ from }) => `文件须包含尚未结束的日期。请自 ${String(from)} 起生成。`,
  },
  feed_refused: {
    title: '接收方会拒收此文件',
    detail: ({ faults, missing }) =>
      typeof missing === 'string'
        ? `没有保存。请设置 ${missing}：由接收方分配给各运营商。`
        : `没有保存。${Array.isArray(faults) ? faults.join('；') : ''}`,
  },
} satisfies Partial<ErrorTexts>;
