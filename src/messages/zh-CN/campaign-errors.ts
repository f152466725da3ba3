import type { CampaignErrorTexts } from '../campaign-error-texts.ts';
import { type ReasonText, reasonText } from '../reason-text.ts';

const states: Readonly<Record<string, string>> = {
  at_once: '此批次是直接从清单开始的，不能再更改。',
  draft: '名单还不完整，请重新上传文件。',
  validated: '此批次尚未开始。',
  running: '此批次已在执行。',
  paused: '此批次已暂停。',
  finished: '此批次已完成。',
  stopped: '此批次已终止，不能恢复。',
};

const reasons: Readonly<Record<string, ReasonText>> = {
  state: (facts) => states[String(facts['state'])] ?? '请刷新页面查看现在的状态。',
  overtaken: '同一批次在此期间开始了另一次上传，以最新的一次为准。',
  no_valid_rows: '没有可以办理的行。请更正文件后重新上传。',
  no_preview: '请先预览：复核人需要看到将会发生什么。',
  name_taken: '同名批次由上传的文件建立，请换一个名称。',
};

export const campaignErrors: CampaignErrorTexts = {
  campaign_unknown: { title: '没有这个批次', detail: '请在批次列表中核对名称。' },
  campaign_conflict: {
    title: '批次现在不能这样处理',
    detail: (facts) => reasonText(reasons, facts) ?? '请刷新页面查看现在的状态。',
  },
};
