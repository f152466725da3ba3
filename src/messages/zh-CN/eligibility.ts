import type { ActionTexts, CheckTexts } from '../finding-texts.ts';
import type { Messages } from '../shape.ts';

const checks: CheckTexts = {
  line_ended: { title: '号码已注销', text: () => '没有需要注销的内容。' },
  legal_hold: {
    title: '依法保全',
    text: (f) => `有关机关自 ${f.date} 起要求保留此号码，编号 ${f.reference}。`,
  },
  fraud_hold: {
    title: '风险核查中',
    text: (f) => `为保护您，号码自 ${f.date} 起暂停办理，编号 ${f.reference}。`,
  },
  termination_lock: { title: '已设销号锁', text: (f) => `您或您委托的人在 ${f.date} 锁定了注销。` },
  port_out: { title: '正在携号转网', text: (f) => `${f.date} 已申请转往${f.label}。现在注销会失去号码。` },
  channel: { title: '此号码不能线上办理', text: (f) => `可办理的渠道：${f.channels}。` },
  family_tie: {
    title: '亲情网',
    text: (f) => (f.main ? `其他号码依附于此号码：${f.label}。` : `此号码是亲情网成员：${f.label}。`),
  },
  group_tie: {
    title: '集团套餐',
    text: (f) => (f.main ? `其他号码依附于此号码：${f.label}。` : `此号码是集团成员：${f.label}。`),
  },
  main_secondary_tie: {
    title: '主副卡',
    text: (f) => (f.main ? `名下有副卡：${f.label}。` : `此号码是 ${f.label} 的副卡。`),
  },
  broadband_tie: { title: '与宽带捆绑', text: (f) => `捆绑业务：${f.label}。` },
  arrears: { title: '有欠费', text: (f) => `此账户欠费 ${f.amount}。` },
  unbilled_usage: { title: '有未出账话费', text: (f) => `已使用 ${f.amount}，计入末次账单。` },
  roaming: { title: '近期有国际漫游', text: (f) => `国际漫游话单会延迟到达，最早于 ${f.date} 停止服务。` },
  notice_period: {
    title: '提前通知期',
    text: (f) => `自 ${f.received} 收到申请起计算，最早 ${f.date} 停止服务。`,
  },
  contract_term: {
    title: '合约未到期',
    text: (f) =>
      f.amount === '' ? `合约到期日为 ${f.date}。` : `合约到期日为 ${f.date}，提前解约需支付 ${f.amount}。`,
  },
};

const actions: ActionTexts = {
  pay_balance: (f) => `缴清欠费 ${f.amount}`,
  wait_until: (f) => `等到 ${f.date}`,
  wait_for_bill: () => '无需操作；也可以等下期账单',
  leave_group: () => '将此号码退出群组',
  move_members: () => '将成员转至其他号码',
  end_secondary_lines: () => '注销或转移副卡',
  cancel_broadband: () => '取消宽带，或改绑其他号码',
  withdraw_port_out: () => '取消携号转网，或等转网完成',
  contact_fraud_desk: () => '联系风险核查专席',
  contact_legal_desk: () => '联系法务专席',
  unlock: () => '解除销号锁',
  visit_store: () => '带身份证件到营业厅',
  call_hotline: () => '致电客服',
  use_portal: () => '在本站办理',
  try_again: () => '几分钟后再查',
};

export const eligibility: Messages['eligibility'] = {
  title: '还有什么要办',
  left: (count) => `还差 ${count} 步`,
  clear: '没有待办事项',
  clearLead: '此号码可以注销。',
  blockedLead: '每一项都有办理入口，办完返回后本页会重新检查。',
  cannotTell: '无法确认',
  cannotTellLead: '相关系统暂时没有响应，并非您不符合条件。请几分钟后再查；也可以先提交申请，受理时间照算。',
  earliest: '最早的服务截止日',
  earliestToday: '今日，冷静期后',
  charges: '违约金等费用',
  total: '截至今日合计',
  free: '无；末次账单在核对页显示',
  todo: '待办',
  notes: '请知悉',
  doThis: '怎么解决',
  buyOutFor: (amount) => `现在支付 ${amount} 解约`,
  orWait: (date) => `也可以等到 ${date}，到期后免费。`,
  askUs: '联系我们办理',
  buyOut: '支付违约金，提前解约',
  at: (place) => `办理地点：${place}`,
  rule: '规则',
  ruleOf: (id) => `规则 ${id}`,
  versionOf: (version) => `版本 ${version}`,
  source: '来源',
  recheck: '重新检查',
  checkedAt: (at) => `检查时间 ${at}。`,
  proceed: '继续',
  declareAnyway: '现在先提交申请',
  declareAnywayHint: '立即受理，受理时间照算。上述事项办妥后，您再提交确认。',
  appealTitle: '有不同意见？',
  appeal:
    '请在该事项下选“我有异议”，也可致电客服或到营业厅，报规则编号，由人工核实。您也可以向主管部门申诉。',
  tags: {
    blocks: '需先解决',
    sets_earliest_date: '决定日期',
    adds_charge: '有费用',
    warns: '提示',
    cannot_tell: '无法确认',
  },
  places: { portal: '线上营业厅', hotline: '电话', store: '营业厅' },
  channels: { online: '线上', hotline: '电话', store: '营业厅' },
  systems: { billing: '账务系统', portability: '携号转网系统' },
  checks,
  silent: (system) => `${system}暂时没有响应。`,
  actions,
};

export const dispute: Messages['dispute'] = {
  open: '我有异议',
  title: '提出异议',
  lead: '会由人工核实。核实之前，此事项仍在列表中；您可以先提交申请，受理时间照算。',
  label: '哪里不对',
  hint: '最多 1000 字。请勿填写密码或验证码。内容只有工作人员可以查看。',
  submit: '提交异议',
  stay: '暂不提交',
  made: (at) => `已于 ${at} 提出异议，正由人工核实。`,
  receipt: '受理编号',
};

export const factors: Messages['factors'] = {
  sms_code: '本号码的短信验证码',
  contact_code: '您其他联系方式的验证码',
  receipt_secret: '回执密码',
  document_number: '证件号码',
  opening_date: '入网日期',
  plan_name: '套餐名称',
  recent_top_up: '近期充值',
  iccid: '卡号',
  document_photo: '证件照片',
  liveness: '人脸核验',
  document_seen: '在营业厅出示证件',
};
