import type { Messages } from '../shape.ts';

export const declare: Messages['declare'] = {
  title: '免登录申请',
  lead: '立即得到带时间的回执。随后我们请机主证明身份；在此之前号码一切照旧。',
  number: '要注销的手机号码',
  name: '机主姓名',
  nameHint: '与入网协议一致。',
  contact: '联系方式',
  contactHint: '邮箱或另一个手机号码。有回执就够时可留空。',
  reason: '原因',
  reasonHint: '可以不填。',
  noReason: '不填原因',
  endOn: '希望的服务截止日',
  endOnHint: '留空表示尽快。',
  nameMissing: '请填写机主姓名。',
  submit: '提交声明',
  receiptTitle: '已受理',
  receiptLead: '声明已受理。请保存回执，回执密码只在此时显示。',
  reference: '业务单号',
  secret: '回执密码',
  receivedAt: '受理时间',
  expiresAt: '身份证明截止',
  next: '接下来',
  nextSteps: [
    '如果是本网号码，机主会收到短信。',
    '机主登录或致电，证明身份。',
    '到上述时间仍未证明，声明自动失效。',
  ],
  signIn: '现在登录并证明',
};

export const takeUp: Messages['takeUp'] = {
  title: '是您申请的吗？',
  lead: '有人通过免登录表单申请注销此号码。目前一切照旧，您不确认就不会办理。',
  which: '哪一份是您提交的？',
  choose: '请选择您提交的那一份。',
  endOn: '希望的服务截止日',
  endOnHint: '留空表示尽快。',
  endOnSaid: (date) => `表单上写的是 ${date}。留空表示尽快。`,
  mine: '是我申请的',
  notMineTitle: '不是您？',
  notMineLead:
    '这份申请将搁置。一段时间内，针对此号码的免登录表单只给回执，不再提醒您；您本人随时可以办理注销。',
  notMine: '不是我',
};

export const receipt: Messages['receipt'] = {
  title: '打开回执',
  lead: '凭业务单号和回执密码打开一份申请，号码停用后也可以。',
  reference: '业务单号',
  referenceHint: '形如 HB-7K3F9QXM 或 SR-7K3F9QXM',
  secret: '回执密码',
  secretHint: '共六组，每组四位；大小写和横线均可。',
  submit: '打开',
  stateTitle: '您的声明',
  states: {
    waits_for_proof: '已受理，等待机主证明身份。',
    taken_up: '机主已接手办理，并另持回执跟进。',
    expired: '已失效，未产生任何影响。',
  },
  received: '受理时间',
  expires: '身份证明截止',
};
