import { type ErrorTexts, retryMoment } from '../error-text.ts';
import { reasonText } from '../reason-text.ts';
import { valueReasons } from './value-reasons.ts';

export const exportErrors = {
  passphrase_invalid: {
    title: '这个口令不能用',
    detail: (facts) => reasonText(valueReasons.passphrase, facts) ?? '请换一个。',
  },
  export_for_people_only: {
    title: '这条线路属于单位',
    detail: '导出文件会包含单位员工的使用情况。请通过合同上的联系方式申请。',
  },
  export_under_way: { title: '正在为您制作', detail: '请等这一份做好，再申请下一份。' },
  exports_exhausted: {
    title: '每天最多申请三次',
    detail: (facts) =>
      retryMoment(facts) === null ? '请明天再来。' : `请在 ${retryMoment(facts)} 之后再来。`,
  },
  export_unknown: { title: '这不是我们的导出文件', detail: '请检查网址是否复制完整。' },
  export_not_there: {
    title: '文件不在这里',
    detail: (facts) =>
      facts['state'] === 'expired'
        ? '保存一周的期限已过，文件已删除。只要您还有线路在网，就可以重新申请。'
        : facts['state'] === 'failed'
          ? '没有做成。请重新申请。'
          : '还在制作，请稍后再看。',
  },
  complaint_unknown: { title: '没有这件投诉', detail: '请检查网址或编号是否复制完整。' },
  complaint_answered: { title: '这件投诉已经答复', detail: '只答复一次。监管机构可以重新提出。' },
  complaints_exhausted: {
    title: '您有多件投诉在等答复',
    detail: (facts) => `最多可有 ${String(facts['most'] ?? 5)} 件。请先等其中一件的答复。`,
  },
} satisfies Partial<ErrorTexts>;
