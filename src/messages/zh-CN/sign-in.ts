import type { Messages } from '../shape.ts';

export const start: Messages['start'] = {
  title: '办理号码注销，约 5 分钟。',
  lead: '先看还有什么要办，再决定是否继续，全程可查。办完后您会得到一份人人都能核验的证明。',
  needTitle: '需要准备',
  need: ['能接收本号码短信的手机，用来接收验证码', '您的身份证件，需要填写证件号码'],
  whatTitle: '会发生什么',
  what: [
    '决定之前，费用和日期全部列明。',
    '停机之前随时可以撤回。',
    '停机、从网络中删除、出末次账单，并出具证明。',
  ],
  number: '手机号码',
  numberHint: '要注销的号码，有无空格均可。',
  send: '获取验证码',
  otherTitle: '其他办法',
  other: {
    lost: '手机丢失或被盗',
    lostHint: '不用手机也能立即停机。',
    declare: '免登录申请',
    declareHint: '提交声明，立即得到带时间的回执。',
    receipt: '我有回执',
    receiptHint: '凭业务单号和回执密码查进度。',
    verify: '核验证明',
    verifyHint: '供收到证明的人使用。',
  },
  channels: (hotline) =>
    `电话或营业厅：请拨打${hotline === null ? '账单上的客服号码' : ` ${hotline}`}，或带身份证件到任一营业厅办理。`,
};

export const code: Messages['code'] = {
  title: '填写验证码',
  sent: (number) => `如果 ${number} 是本网号码，验证码正在发送。`,
  valid: (minutes) => `验证码为 6 位数字，${minutes} 分钟内有效。`,
  label: '短信验证码',
  mailLabel: '邮件验证码',
  warn: '工作人员绝不会向您索要验证码，请勿告诉任何人。',
  submit: '登录',
  again: '重新发送',
  againAt: (at) => `${at} 之后可以重新发送。`,
  againIn: '{s} 秒后可以重新发送。',
  resent: '新的验证码正在发送。',
  other: '换一个号码',
  ended: '号码已注销？凭回执可打开申请和证明。',
  cannot: '收不到短信？如果手机已丢失，请用“手机丢失”办理。',
};

export const lost: Messages['lost'] = {
  title: '手机丢失或被盗',
  lead: '用三项只有机主知道的信息代替验证码，即可立即停机。',
  number: '手机号码',
  document: '证件号码',
  documentHint: '办理号码时所用证件上的号码。',
  opened: '入网日期',
  openedHint: '见入网协议和第一张账单。',
  submit: '继续',
  wrong: '为保护您的安全，不会说明是哪一项不符。',
  barTitle: '立即停机',
  barLead: '从此刻起，任何人都不能用这个号码通话、发短信或上网。在确认注销并移除号码之前，您都可以撤回。',
  what: '发生了什么？',
  kinds: { lost: '丢失', stolen: '被盗', misused: '被他人冒用' },
  choose: '请选择发生了什么。',
  bar: '立即停机',
  stay: '暂不停机',
  otherNumber: '另外：请通过手机厂商锁定手机，并通知银行。',
};

export const document: Messages['document'] = {
  title: '验证证件号码',
  lead: '验证后可以看到您名下的全部号码。',
  recordsLead: '核对后显示我们保存了您的哪些资料、为什么、保存到何时。',
  label: '证件号码',
  hint: '空格和大小写均可。',
  submit: '继续',
};
