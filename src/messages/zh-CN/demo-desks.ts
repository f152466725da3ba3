import type { Messages } from '../shape.ts';

export const demoDesks: Messages['demoDesks'] = {
  issuer: {
    title: '工作账号（演示）',
    lead: '实际使用时，这里是运营商自己的登录服务。请选择您是谁，演示不需要密码。',
    fresh: '此操作需要第二重验证，请再次选择您自己。',
    password: '登录',
    second: '使用第二重验证登录',
    asWho: (way, name) => `${way}：${name}`,
    signOutTitle: '退出工作账号（演示）',
    signOutLead: '工作台的会话已结束，是否同时退出工作账号？',
    signOut: '退出',
  },
};
