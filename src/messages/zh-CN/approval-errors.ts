import type { ErrorTexts } from '../error-text.ts';

export const approvalErrors: Pick<
  ErrorTexts,
  | 'approval_needed'
  | 'approval_open'
  | 'approval_unknown'
  | 'approval_over'
  | 'approval_own'
  | 'approval_outdated'
> = {
  approval_needed: { title: '需要第二人同意', detail: '请提交复核申请，由另一位同事登录后决定。' },
  approval_open: { title: '已经提交过复核申请', detail: '同一事项正在等待第二人决定，可在总览中查看。' },
  approval_unknown: { title: '查无此申请', detail: '申请不存在，或您无权查看。' },
  approval_over: { title: '此申请已有决定，或已过期', detail: '没有任何改动。如仍需办理，请重新提交申请。' },
  approval_own: { title: '这是您自己的申请', detail: '需由另一位同事在自己的会话中决定。您可以撤回。' },
  approval_outdated: {
    title: '情况与提交时不同',
    detail: '没有任何改动。请拒绝此申请，按现在的情况重新提交。',
  },
};
