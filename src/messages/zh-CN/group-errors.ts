import type { ErrorTexts } from '../error-text.ts';

/** What is refused where stuck cases are tried again together. */
export const groupErrors = {
  nothing_stuck: { title: '没有因此停滞的办理', detail: '可能已有人处理，请重新查看列表。' },
  group_retry_running: { title: '该组正在重试', detail: '请等待完成，重试页面会显示进度。' },
  group_retry_unknown: { title: '没有这次重试', detail: '请从停滞办理列表中选择。' },
} satisfies Partial<ErrorTexts>;
