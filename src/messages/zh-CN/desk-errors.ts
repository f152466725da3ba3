import type { Messages } from '../shape.ts';

export const deskErrors: Messages['deskErrors'] = {
  not_signed_in: { title: '您尚未登录', detail: '请重新登录，已提交的内容都在。' },
  factor_needed: { title: '客户还需证明身份', detail: '请问下一个问题，或向其他联系方式发送验证码。' },
  line_unknown: { title: '查无此号码，或尚未验证', detail: '请核对号码。客户未证明的内容不会显示。' },
  case_unknown: { title: '查无此办理单，或尚未验证', detail: '客户未证明的内容不会显示。' },
  stage_conflict: { title: '办理单状态已变化', detail: '请重新查看后再决定。' },
  not_eligible: { title: '还有未了事项', detail: '每一项都写明了如何处理、在哪里处理。' },
  cannot_tell: { title: '有系统没有答复', detail: '没有任何改动。请稍后再试。' },
};
