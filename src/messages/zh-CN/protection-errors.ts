/** 保护用户的拒绝提示。 */
export const protectionErrors = {
  withdraw_too_late: { title: '已无法撤回', detail: '号码已从网络中移除，不能恢复。' },
  lock_unknown: { title: '此号码没有加销号锁', detail: '无需解除。' },
  case_paused: {
    title: '申请暂停中',
    detail: '收到通知的人表示并非本人操作。暂停至何时见办理进度页，届时请再试。',
  },
  line_ended: { title: '该号码已经销户', detail: '已无可暂停的业务；如有问题，可吊销其证明。' },
} satisfies typeof import('../en/protection-errors.ts').protectionErrors;
