import type { Messages } from '../shape.ts';

export const agentDesk: Messages['agentDesk'] = {
  title: '异常坐席',
  lead: '每位工作人员为客户所做的操作，统计自审计记录。显示异常只表示值得查看，不是结论。',
  span: '时间范围',
  spans: { 1: '今天', 7: '7 天', 30: '30 天' },
  none: '此时间范围内无人服务过客户。',
  quiet: '没有异常。',
  agent: '人员',
  standsOut: '异常之处',
  endings: '发起销号',
  urgent: '其中紧急',
  checks: '核对 通过 / 未通过',
  lockouts: '锁定',
  acts: '客户操作',
  outside: '营业时间外',
  objected: '被称非本人',
  unusual: {
    many_urgent: '紧急销号多',
    many_wrong: '核对失败多',
    outside_hours: '营业时间外',
    objected_to: '客户称非本人操作',
  },
  rule: (f) =>
    `依规则：满 ${f.atLeast} 次后，紧急达 ${f.urgent}%、核对未通过达 ${f.wrong}% 或 ${f.from} 至 ${f.to} 之外达 ${f.outside}%；或被称非本人 ${f.objections} 次。`,
};
