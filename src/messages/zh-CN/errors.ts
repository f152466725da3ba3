import type { ErrorFacts } from '../../domain/errors.ts';
import { type ErrorTexts, retryMoment } from '../error-text.ts';
import { meantText, reasonText, unknownFields } from '../reason-text.ts';
import { approvalErrors } from './approval-errors.ts';
import { campaignErrors } from './campaign-errors.ts';
import { cardErrors } from './card-errors.ts';
import { chargeErrors } from './charge-errors.ts';
import { counterErrors } from './counter-errors.ts';
import { erasureErrors } from './erasure-errors.ts';
import { exportErrors } from './export-errors.ts';
import { groupErrors } from './group-errors.ts';
import { hotlineErrors } from './hotline-errors.ts';
import { importReasons } from './import-reasons.ts';
import { logErrors } from './log-errors.ts';
import { numberErrors } from './number-errors.ts';
import { protectionErrors } from './protection-errors.ts';
import { ruleErrors } from './rule-errors.ts';
import { scamErrors } from './scam-errors.ts';
import { specialErrors } from './special-errors.ts';
import { storeErrors } from './store-errors.ts';
import { textErrors } from './text-errors.ts';
import { valueReasons } from './value-reasons.ts';

const after = (facts: Parameters<typeof retryMoment>[0]): string => {
  const at = retryMoment(facts);
  return at === null ? '请稍后再试。' : `请在 ${at} 之后再试。`;
};

/** By what is wrong with the value, where that is known. */
const valueText =
  (kind: Exclude<keyof typeof valueReasons, 'table'> | null, general: string) =>
  (facts: ErrorFacts): string =>
    reasonText({ ...valueReasons.table, ...(kind === null ? {} : valueReasons[kind]) }, facts) ?? general;

export const errors: ErrorTexts = {
  ...approvalErrors,
  ...erasureErrors,
  ...groupErrors,
  ...chargeErrors,
  ...numberErrors,
  ...hotlineErrors,
  ...scamErrors,
  ...exportErrors,
  ...storeErrors,
  ...specialErrors,
  ...campaignErrors,
  msisdn_invalid: {
    title: '手机号码不正确',
    detail: valueText('msisdn', '请填写完整号码，例如 138 0013 8000 或 +86 138 0013 8000。'),
  },
  msisdn_not_international: {
    title: '缺少国家或地区代码',
    detail: '请以 + 加国家或地区代码开头，例如 +86。',
  },
  imsi_invalid: { title: 'IMSI 不正确', detail: valueText(null, 'IMSI 为 14 或 15 位数字。') },
  iccid_invalid: { title: '卡号不正确', detail: valueText('iccid', '请照卡面数字填写，最后一位是校验码。') },
  eid_invalid: { title: 'EID 不正确', detail: valueText(null, 'EID 为 32 位数字，最后两位是校验码。') },
  document_invalid: { title: '证件号码不正确', detail: valueText('document', '请照证件原样填写。') },
  code_invalid: {
    title: '这不是验证码',
    detail: valueText('code', '验证码为六位数字。这次不计入可试次数。'),
  },
  date_invalid: {
    title: '日期不正确',
    detail: valueText('date', '请填写年、月、日，例如 2020-05-17。'),
  },
  money_invalid: { title: '金额不正确', detail: '请按账户币种填写数字。' },
  contact_invalid: {
    title: '这个联系方式不能用',
    detail: (facts) =>
      facts['reason'] === 'same_number'
        ? '这正是要注销的号码，注销后联系不上您。请换一个号码。'
        : facts['reason'] === 'not_an_email'
          ? '邮箱格式不对，请检查是否有误，例如 name@example.com。'
          : facts['reason'] === 'none'
            ? '没有其他联系方式，且手机已挂失。请改为寄信。'
            : facts['reason'] === 'no_mail'
              ? '暂时不能发送邮件，请填写手机号码。'
              : '请检查是否有误，也可以留空，改为保存回执。',
  },
  field_missing: { title: '缺少内容', detail: '此项不能为空。' },
  field_invalid: {
    title: '内容不能使用',
    detail: (facts) => reasonText(importReasons, facts) ?? '请检查此项。',
  },
  line_input_invalid: {
    title: '线路资料不能使用',
    detail: (facts) =>
      [
        '各项问题以 `字段: 代码` 列出。',
        ...unknownFields(facts).map(
          ({ field, meant }) => `没有字段 \`${field}\`${meant === null ? '。' : `，是否为 \`${meant}\`？`}`,
        ),
      ].join(''),
  },
  import_file_invalid: {
    title: '文件不能导入',
    detail: (facts) => reasonText(importReasons, facts) ?? '请检查文件。',
  },
  request_invalid: {
    title: '有内容缺失或无法识别',
    detail: (facts) => {
      if (facts['reason'] === 'field_unknown')
        return `没有字段 \`${String(facts['field'])}\`${meantText(facts, (name) => `，是否为 \`${name}\`？`) || '。'}`;
      return facts['field'] ? `请检查：${String(facts['field'])}。` : '请检查填写的内容。';
    },
  },
  database_unfit: {
    title: '该数据库服务器不符合 Handback 的要求',
    detail: (facts) =>
      facts['reason'] === 'pooled'
        ? 'DATABASE_URL 指向事务模式的连接池：无法唤醒工作进程，预备语句会丢失，业务单会停滞。请直连服务器，或使用会话模式的连接池。'
        : `当前为 PostgreSQL ${String(facts['version'])}，Handback 需要 18 或更高版本。`,
  },
  serving_nodes_invalid: { title: '服务节点表无法使用', detail: '文件有误，逐条位置见 facts。' },
  operator_file_invalid: { title: '运营商文件无法使用', detail: '文件有误，逐条位置见 facts。' },
  rulebook_invalid: {
    title: '规则文件无法使用',
    detail: ({ reason, jurisdiction, version, rules }) => {
      if (reason === 'changed_without_new_version')
        return `${jurisdiction} ${version} 已按另一文本生效过，请为改动后的文件换用新版本号。`;
      if (reason === 'rule_changed_without_new_version')
        return `以下规则已改动但版本号未变：${String(rules)}。过去的决定按该版本引用规则，请逐条提高版本号。`;
      return '文件有误，位置见 facts。';
    },
  },
  rulebook_missing: { title: '没有适用的规则', detail: '该地区在该日期没有生效的规则。' },
  schema_unknown: {
    title: '该数据库由其他版本的 Handback 建立',
    detail: ({ migrations }) =>
      `其中有本版本不认识的结构变更（${[migrations].flat().join('、')}）。未做任何改动。请将 HANDBACK_DATA 指向新的目录，或将 DATABASE_URL 指向空数据库；也可以继续使用建立它的版本。`,
  },
  vault_missing: {
    title: '缺少个人信息的密钥',
    detail: ({ path }) =>
      `数据库中有用该密钥加密的数据，但找不到 ${path}。未做任何改动。请从备份恢复该文件（其目录由 HANDBACK_DATA 指定），或设置 HANDBACK_KEYS。新密钥无法读取原有数据。`,
  },
  vault_differs: {
    title: '密钥与数据库不匹配',
    detail: ({ epochs }) =>
      `该数据库使用的是另一套密钥（第 ${[epochs].flat().join('、')} 期）。未做任何改动。请恢复与该数据库配套的 keys/vault.json，或将 DATABASE_URL 指向与这套密钥配套的数据库。`,
  },
  issuer_invalid: { title: '运营商名称设置有误', detail: '请设置签发证明所用的名称与标识。' },
  key_ring_exposed: { title: '密钥目录权限过宽', detail: '请只允许运行本系统的账户读取。' },
  key_ring_damaged: { title: '密钥目录已损坏', detail: '请从备份恢复；在此之前不会签发任何证明。' },
  key_ring_other_issuer: { title: '密钥属于另一家运营商', detail: '请使用本运营商的密钥目录。' },
  key_ring_changed: { title: '密钥已变更', detail: '请重新载入后再试。' },
  key_unknown: { title: '未知密钥', detail: '没有这个编号的密钥。' },
  trust_invalid: { title: '信任文件无法使用', detail: '请向签发的运营商重新获取。' },
  statement_invalid: { title: '证明内容无效', detail: '按现状无法签名。' },
  render_failed: { title: 'PDF 生成失败', detail: '证明本身安全无损。请稍后再试，或先下载数据文件。' },
  not_signed_in: { title: '您尚未登录', detail: '请重新登录，已提交的内容都在。' },
  forbidden: { title: '没有权限', detail: '您的账户不能进行此操作。' },
  role_needed: { title: '您的岗位不能进行此操作', detail: '请交给有相应岗位的同事办理。' },
  attendance_over: {
    title: '本次接待已结束',
    detail: '通话或到店办理已结束，或长时间没有操作。请重新输入号码开始。',
  },
  issuer_away: {
    title: '登录服务没有响应',
    detail: '您填写的内容没有丢失。请稍后再试；如仍不行，请联系技术支持。',
  },
  sign_in_refused: {
    title: '登录没有成功',
    detail: (facts) =>
      facts['reason'] === 'not_fresh' || facts['reason'] === 'not_strong'
        ? '此操作要求刚刚以第二重验证登录。请再试一次，并使用第二重验证。'
        : facts['reason'] === 'other_person'
          ? '登录的人与原会话不是同一人。请重新开始。'
          : '登录服务的答复与本次登录不符。请从这里重新开始。',
  },
  session_was_over: { title: '尚未提交', detail: '您填写的内容已恢复，请核对后重新提交。' },
  no_desks: { title: '这里没有工作台', detail: '本系统没有设置员工登录服务（HANDBACK_STAFF_ISSUER）。' },
  no_role: { title: '您在本系统没有岗位', detail: '账号有效，但所属用户组没有对应的岗位。请联系管理员。' },
  staff_file_invalid: { title: '员工配置文件有误', detail: '每个问题都标明了所在行。' },
  sign_in_again: { title: '请再次确认您的身份', detail: '此操作要求重新登录。已填写的内容会保留。' },
  factor_needed: { title: '还需一项身份验证', detail: '继续之前，请再用一种方式证明号码属于您。' },
  answer_wrong: {
    title: '信息不符',
    detail: (facts) => {
      const left = facts['triesLeft'];
      return typeof left === 'number' ? `请检查后重试，还可以试 ${left} 次。` : '请检查后重试。';
    },
  },
  answer_locked: {
    title: '尝试次数过多',
    detail: (facts) => `为保护号码安全，暂不接受验证。${after(facts)}`,
  },
  code_over: { title: '验证码已失效', detail: () => '验证码已用过、已过期或输错次数过多，请重新获取。' },
  code_too_soon: { title: '验证码刚刚发出', detail: (facts) => `短信可能需要一分钟送达。${after(facts)}` },
  code_too_many: {
    title: '今日验证码次数已满',
    detail: (facts) => `暂不再向该号码发送验证码。${after(facts)}`,
  },
  codes_exhausted: {
    title: '目前无法再发送验证码',
    detail: (facts) =>
      `${facts['bound'] === 'client' ? '您所在的网络请求验证码次数过多。' : '当前请求验证码的人数过多。'}${after(facts)}您也可以用证件号码和入网日期登录。`,
  },
  too_many_requests: { title: '请求过于频繁', detail: (facts) => after(facts) },
  line_unknown: { title: '您的名下没有这个号码', detail: '请回到“我的号码”重新选择。' },
  line_conflict: {
    title: '线路资料冲突',
    detail: (facts) => reasonText(importReasons, facts) ?? '所给资料与已有记录不一致。',
  },
  msisdn_quarantined: {
    title: '号码仍在冷冻期',
    detail: (facts) => `该号码自 ${String(facts['releaseOn'] ?? '以后')} 起才可重新使用。`,
  },
  msisdn_taken: { title: '号码已属于另一条线路', detail: '一个号码同时只能属于一条线路。' },
  iccid_taken: { title: 'eSIM 配置文件已属于另一条线路', detail: '一个配置文件同时只能属于一条线路。' },
  finding_unknown: {
    title: '此事项已不存在',
    detail: '可能已办妥或有变化。请重新检查，查看目前的待办事项。',
  },
  notification_unknown: { title: '没有该通知', detail: '没有等待审核的此通知。' },
  notice_unknown: { title: '没有该消息', detail: '没有保存此编号的消息。' },
  notice_not_retryable: {
    title: '该消息不能重新发送',
    detail: '只有已放弃发送、且接收人仍可联系的消息才能重新发送。验证码过期作废，不再发送。',
  },
  profile_unknown: { title: '没有该 eSIM 配置文件', detail: '本次销号中没有此 ICCID 的配置文件。' },
  imsi_taken: { title: 'IMSI 已属于另一条线路', detail: '一个 IMSI 同时只能属于一条线路。' },
  account_conflict: { title: '账户资料冲突', detail: '所给资料与已有记录不一致。' },
  holder_erased: { title: '此客户的资料已清除', detail: '新合同请使用新的 holder_id。' },
  case_unknown: { title: '没有找到申请', detail: '请核对业务单号与回执密码。' },
  case_open: { title: '该号码已有进行中的申请', detail: '请继续办理那一份。' },
  not_eligible: { title: '还有事项未办妥', detail: '下面每一项都写明了解决办法。您的申请时间会保留。' },
  cannot_tell: {
    title: '暂时无法确认',
    detail: '相关系统暂时没有响应，不是您的问题，也不影响您的申请。请几分钟后再试。',
  },
  ...protectionErrors,
  ...logErrors,
  stage_conflict: { title: '申请已进入下一步', detail: '请先查看进度，再做决定。' },
  stage_not_skippable: { title: '此步骤不可跳过', detail: '缺了它，证明无法成立。' },
  certificate_unknown: { title: '没有这个编号的证明', detail: '请与证明逐字核对。' },
  disclosure_unknown: { title: '没有这一项可选', detail: '未公开任何内容。请返回，重新选择副本要显示什么。' },
  certificate_not_ready: { title: '证明尚未出具', detail: '停机并出末次账单后即出具，届时会通知您。' },
  ...cardErrors,
  ...ruleErrors,
  ...textErrors,
  ...counterErrors,
  not_found: { title: '没有这个页面', detail: '地址可能有误或已失效。您的号码没有任何变化。' },
  payload_too_large: {
    title: '文件过大',
    detail: ({ megabytes }) =>
      megabytes === undefined ? '请减少一次提交的内容。' : `此处的文件最大 ${megabytes} MB。`,
  },
  not_acceptable: { title: '没有所要求的格式', detail: '请在 Accept 中改用 facts 所列的类型之一。' },
  media_type_unsupported: { title: '不支持这种格式', detail: '请使用文档所述的类型。' },
  idempotency_key_missing: {
    title: '缺少 Idempotency-Key',
    detail: '每个请求使用一个键，重发时使用同一个键。',
  },
  idempotency_key_reused: { title: 'Idempotency-Key 已用于另一请求', detail: '请使用新的键。' },
  idempotency_in_progress: { title: '同一请求仍在处理', detail: '请稍后用同一个键查询。' },
  idempotency_answer_withheld: {
    title: '该请求此前已收到',
    detail:
      '该请求只执行了一次。其应答含有密钥，不会再次提供给未出示凭证的调用方；如需新的回执，请换一个键重新提交。',
  },
  precondition_failed: { title: '记录已被更改', detail: '请重新读取后再修改。' },
  unavailable: { title: '服务暂时不可用', detail: '此前提交的内容都在。请几分钟后再试。' },
  internal: { title: '系统出现问题', detail: '此前提交的内容都在。请再试一次；若仍不行，请致电客服。' },
};
