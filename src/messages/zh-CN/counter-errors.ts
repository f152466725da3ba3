import type { CounterErrorTexts } from '../counter-error-texts.ts';
import { reasonText } from '../reason-text.ts';
import { valueReasons } from './value-reasons.ts';

export const counterErrors: CounterErrorTexts = {
  signature_missing: { title: '还没有签名', detail: '请客户在屏幕上签名，或在打印的申请表上签名。' },
  signature_too_short: { title: '这还不是签名', detail: '只有一点或一小段笔画。请清除后重新签名。' },
  signature_invalid: { title: '无法读取签名', detail: '请清除后重新签名，或改在打印的申请表上签名。' },
  photo_invalid: {
    title: '这张照片不能使用',
    detail: (facts) => reasonText(valueReasons.photo, facts) ?? '请重拍。',
  },
  visit_unknown: { title: '没有这次柜台办理', detail: '办理已结束，或由他人办理。请重新开始。' },
  visit_step_open: { title: '前面还有步骤未完成', detail: '请先完成前面的步骤。' },
  document_check_incomplete: {
    title: '证件尚未核对完毕',
    detail: '请逐项确认；无法确认就到此为止，不能销号。',
  },
  document_expired: { title: '证件已过有效期', detail: '请客户出示有效证件。线路未受影响。' },
  materials_missing: { title: '还有材料未出示', detail: '请看到一项勾选一项。' },
  photo_unknown: { title: '没有这张照片', detail: '保存期可能已过，或不属于您的这次办理。' },
};
