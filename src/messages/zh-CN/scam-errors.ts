import { type ErrorTexts, retryMoment } from '../error-text.ts';

export const scamErrors = {
  text_missing: {
    title: '没有内容',
    detail: (facts) => (facts['field'] === undefined ? '请粘贴短信、链接或号码。' : '请写下要说的话。'),
  },
  text_too_long: {
    title: '内容太长',
    detail: (facts) =>
      `最多 ${String(facts['most'] ?? 5000)} 个字符。${facts['field'] === undefined ? '请只粘贴带链接或号码的部分。' : ''}`,
  },
  reports_exhausted: {
    title: '今天不能再举报了',
    detail: (facts) =>
      `您的网络今天举报较多。${retryMoment(facts) === null ? '请明天再试。' : `请在 ${retryMoment(facts)} 之后再试。`}`,
  },
  channels_invalid: { title: '渠道文件无法使用', detail: '文件有误，逐条位置见 facts。' },
  scam_campaign_unknown: { title: '没有这组举报', detail: '请核对编号。' },
  scam_campaign_decided: { title: '这组举报已有结论', detail: '请重新查看结论及其作出人。' },
  channel_block_unknown: { title: '该项未被拦截', detail: '请核对类型和写法。' },
} satisfies Partial<ErrorTexts>;
