import type { Messages } from '../shape.ts';

export const desk: Messages['desk'] = {
  roles: {
    agent: '热线坐席',
    clerk: '营业员',
    supervisor: '主管',
    fraud: '反欺诈',
    operations: '运营',
    auditor: '审计',
  },
  frame: {
    places: '工作台',
    names: {
      home: '总览',
      cards: '旧卡',
    },
  },
  signIn: {
    title: '登录',
    lead: '请使用工作账号登录。',
    over: '您的会话已结束。已填写的内容为您保留，重新登录后只有您能看到。',
    fresh: '此操作要求刚刚以第二重验证登录。当前会话和客户都会保留。',
    go: '前往登录',
  },
  signedOut: {
    title: '您已退出',
    lead: '本机没有留下您或客户的任何信息。',
    leaving: '工作账号也在退出，请稍候。',
    atIssuer: '退出工作账号',
    again: '重新登录',
  },
  home: {
    title: '总览',
    lead: (name) => `${name}，以下事项等您处理。`,
  },
};
