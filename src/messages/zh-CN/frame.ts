import type { Messages } from '../shape.ts';

export const common: Messages['common'] = {
  service: '销号',
  motto: '销号：办得清楚，有据可查。',
  errorPrefix: '错误：',
  problem: '请检查以下内容',
  skip: '跳到正文',
  back: '返回',
  optional: '选填',
  missing: (what) => `请填写${what}`,
  dateParts: { year: '年', month: '月', day: '日' },
  chooseFile: '选择文件',
  noFile: '未选择文件',
  language: '语言',
  appearance: '外观',
  themes: { auto: '自动', light: '浅色', dark: '深色' },
  nav: '服务',
  myLines: '我的号码',
  signOut: '退出',
  footer: { verify: '核验证明', receipt: '打开回执', declare: '免登录申请', lost: '手机丢失' },
  offline: '离线，尚未提交。已填内容留在本页，联网后继续。',
  times: (zone) => `时间均为${zone}。`,
  demo: '演示环境，不涉及真实号码。',
  demoGuide: '演示号码',
  demoInbox: '演示短信',
  source: 'Handback（销号）：开源软件，由运营商在自己的机器上运行。这些页面不连接任何第三方。',
  notices: {
    session_over: '为保护您的安全，登录已失效。请重新登录，已提交的内容都在。',
    signed_out: '您已退出。',
    receipt_over: '回执已关闭，可用业务单号与回执密码再次打开。',
    sign_in: '请用您的号码登录，再查看此号码。',
    start_again: '请重新填写号码。',
  },
};

export const faults: Messages['faults'] = {
  ways: { '/': '回到首页', '/lines': '回到我的号码', '/desk': '回到总览' },
  away: '服务暂时不可用',
  safeTitle: '不受影响的',
  safe: '已提交的内容没有丢失，也没有重复提交。',
  doTitle: '您可以',
  do: '稍后再试。若仍不行，请致电客服，报业务单号即可找到您的申请。',
};
