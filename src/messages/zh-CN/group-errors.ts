import type { ErrorTexts } from '../error-text.ts';

/** What is refused at the operations desk: of retries, disputes, uploads and what a second person is asked. */
export const groupErrors = {
  nothing_stuck: { title: '没有因此停滞的办理', detail: '可能已有人处理，请重新查看列表。' },
  group_retry_running: { title: '该组正在重试', detail: '请等待完成，重试页面会显示进度。' },
  group_retry_unknown: { title: '没有这次重试', detail: '请从停滞办理列表中选择。' },
  approval_asker_gone: {
    title: '申请人已无权办理此事项',
    detail: '其令牌已撤销，或已不再担任相应岗位。没有任何改动。请拒绝此申请，由有权的同事重新提交。',
  },
  dispute_unknown: { title: '查无此异议', detail: '请核对回执编号。' },
  dispute_dealt_with: { title: '此异议已由同事处理', detail: '没有任何改动。重新打开可查看处理说明。' },
  upload_broken_off: { title: '上传中断', detail: '文件没有完整收到，请重新上传。' },
} satisfies Partial<ErrorTexts>;
