import type { Messages } from '../shape.ts';

export const demoDesks: Messages['demoDesks'] = {
  guide: {
    title: '工作台',
    lead: '运营商的工作人员在这里帮人办理销号。登录不需要密码，可以选择以下六人：',
    roles: {
      agent: '热线客服',
      clerk: '营业厅营业员',
      supervisor: '主管',
      fraud: '反欺诈',
      operations: '运营',
      auditor: '审计，只看不改',
    },
    walks: [
      {
        title: '一通来电',
        href: '/desk/hotline',
        steps: [
          '以客服身份登录，输入下面任一号码作为来电号码。',
          '按页面提示核身；证件号和入网月份见下。',
          '受理申请，照话术朗读，发送回执。',
        ],
      },
      {
        title: '一次到店',
        href: '/desk/counter',
        steps: [
          '以营业员身份登录，输入下面任一号码。',
          '证件、申请表、签名、旧卡、交付，共五步。',
          '以继承人或代办人身份办理时，须由主管复核：请在另一个浏览器以主管身份登录。',
        ],
      },
      {
        title: '不能以机主身份办理的人',
        href: '/special',
        steps: [
          '例如以继承人身份申请：机主的号码、姓名和证件号用“从这里开始”所列；申请人可任意填写，证件如护照 E12345678。',
          '任选图片作为材料；请保留回执。',
          '在工作台以运营身份登录，打开申请，选择号码，请第二人复核。',
          '在另一个浏览器以主管身份用第二重验证登录，点“同意并执行”。凭回执可查看结果。',
        ],
      },
    ],
  },
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
