import type { Messages } from '../shape.ts';

export const operatorErrors: Messages['operatorErrors'] = {
  not_signed_in: {
    title: '没有有效的令牌',
    detail: '请使用仍在使用的令牌：Authorization: Bearer hbk_...（handback tokens list）。',
  },
  forbidden: {
    title: '需要另一项权限',
    detail: '请换用具有该权限的令牌，或新建一个：handback tokens make NAME --scope SCOPE。',
  },
  factor_needed: {
    title: '客户身份核验不足',
    detail: '请按所缺数目，以可接受的方式进一步核验客户身份，并一并写明。',
  },
  answer_locked: { title: '该号码答错次数过多', detail: '到时自动解锁，时间见 facts。' },
  line_unknown: { title: '没有该线路', detail: '请填写导入时的 line_id。' },
  case_unknown: { title: '没有该办理单', detail: '请填写业务单号：HB- 加八位字符。' },
  case_open: {
    title: '该线路有未办结的办理单',
    detail: '请在原单上继续：handback cases list --line LINE_ID。',
  },
  certificate_unknown: {
    title: '没有该证明',
    detail: '请填写证明编号，可由 handback cases show REFERENCE 查得。',
  },
  disclosure_unknown: {
    title: '没有这一项可公开',
    detail:
      '可填 number、holder、line、cards、devices、network、esim 中的若干项，以逗号分隔；或填 all、none。',
  },
  certificate_not_ready: {
    title: '证明尚未出具',
    detail: '核实离网并结清后才会出具；还差什么，见 handback cases show REFERENCE。',
  },
  not_eligible: {
    title: '还有事项未了结',
    detail: 'handback rules explain --line LINE_ID 会列出每条规则及原因。',
  },
  cannot_tell: {
    title: '有一个系统没有应答',
    detail: '未作任何改动。请检查计费与网络是否可达，然后重试。',
  },
  stage_conflict: {
    title: '办理单已有变化，或并未卡住',
    detail: '请先重新查看（handback cases show REFERENCE），再作决定。',
  },
  stage_not_skippable: {
    title: '该步骤不能跳过',
    detail: '缺了它证明不能成立。请排除原因后重试：handback cases retry REFERENCE。',
  },
  withdraw_too_late: { title: '已来不及撤回', detail: '线路已从网络移除，只能重新开户。' },
  rulebook_missing: {
    title: '没有适用的规则手册',
    detail: '请补充该法域与日期的规则手册，并检查：handback rules check。',
  },
  key_ring_changed: { title: '密钥已在此期间变更', detail: '没有签署任何内容，请重试。' },
  render_failed: { title: 'PDF 未能生成', detail: '证明本身无碍。请重试，原因见日志。' },
  unavailable: {
    title: '无法连接数据库',
    detail: '请检查数据库是否运行、DATABASE_URL 是否正确。未作任何改动。',
  },
  internal: { title: 'Handback 处理失败', detail: '原因见服务器日志。不会留下半途的改动，可以重试。' },
};
