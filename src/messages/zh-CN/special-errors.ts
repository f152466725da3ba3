import { reasonText } from '../reason-text.ts';
import type { SpecialErrorTexts } from '../special-error-texts.ts';

const unfit = {
  not_asked_for: '申请中没有这个号码，请在所列号码中选择。',
  other_holder: '所填证件与此号码机主的证件不符。',
  ended: '此号码已经注销。',
  own_line: '申请人就是此号码的机主，不适用这一途径。',
  split_before: '此号码曾以这一途径单独过户，现持有人可以机主身份办理。',
  ending: '机主已办理注销，已无法停止。',
  changed: '处理期间此号码的信息有变，请刷新页面。',
};

export const specialErrors: SpecialErrorTexts = {
  special_request_unknown: {
    title: '没有这份申请',
    detail: '请核对以 SR 开头的业务单号和回执密码。',
  },
  special_request_decided: {
    title: '这份申请已有结果',
    detail: '申请在此期间已有决定，或已被撤回。请刷新页面查看。',
  },
  special_line_unfit: {
    title: '不能选择这个号码',
    detail: (facts) => reasonText(unfit, facts) ?? '请在所列号码中选择。',
  },
};
