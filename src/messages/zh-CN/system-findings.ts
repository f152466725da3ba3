import type { FindingCode, FindingText } from '../../domain/findings.ts';

/** What is found of the operator's own systems beside the network. */
export const systemFindings: Readonly<
  Record<
    Extract<
      FindingCode,
      `${'account_facts' | 'customer_records' | 'switching_codes' | 'charge_control' | 'text_counts'}_${string}`
    >,
    FindingText
  >
> = {
  account_facts_good: { says: ({ address }) => `在 ${address} 有应答`, todo: null },
  account_facts_away: {
    says: ({ address, cause }) => `${address}：${cause}`,
    todo: () =>
      '请检查 HANDBACK_ACCOUNT_FACTS 的主机、路径和令牌，以及 GET /health 是否有应答。在此之前，不会就充值提问来电者。',
  },
  account_facts_none: { says: () => '未配置：不会就充值提问来电者', todo: null },
  account_facts_not_asked: {
    says: ({ scheme }) => `没有查询 ${scheme}:// 的方法`,
    todo: () => '请人工检查：可能拼写有误，或该驱动没有探测程序。',
  },
  customer_records_good: { says: ({ address }) => `可以读取：${address}`, todo: null },
  customer_records_away: {
    says: ({ address, cause }) => `${address}：${cause}`,
    todo: () =>
      '请检查 HANDBACK_CUSTOMER_RECORDS：目录或视图是否存在、是否有读取权限。在此之前，无法制作资料导出。',
  },
  customer_records_none: { says: () => '未连接：资料导出只包含 Handback 自己保存的内容', todo: null },
  customer_records_not_asked: {
    says: ({ scheme }) => `不知道如何询问 ${scheme}://`,
    todo: () => '请手工检查：名称可能写错，或该驱动没有探测方式。',
  },
  switching_codes_good: { says: ({ address }) => `在 ${address} 有应答`, todo: null },
  switching_codes_away: {
    says: ({ address, cause }) => `${address}：${cause}`,
    todo: () =>
      '请检查 HANDBACK_SWITCHING_CODES 的主机、路径和令牌，以及 GET /health 是否有应答。在此之前，STAC 只答复费用，已使用的授权码也不会生效。',
  },
  switching_codes_none: { says: () => '未配置：STAC 只答复费用，不发授权码', todo: null },
  switching_codes_not_asked: {
    says: ({ scheme }) => `没有查询 ${scheme}:// 的方法`,
    todo: () => '请人工检查：可能拼写有误，或该驱动没有探测程序。',
  },
  charge_control_good: { says: ({ address }) => `在 ${address} 有应答`, todo: null },
  charge_control_away: {
    says: ({ address, cause }) => `${address}：${cause}`,
    todo: () =>
      '请检查 HANDBACK_CHARGE_CONTROL 的主机、路径和令牌，以及 GET /health 是否有应答。在此之前，已销户号码的扣费会被拦下，异议等待提交。',
  },
  charge_control_none: { says: () => '未配置：扣费异议提交给 Handback 自带的账本', todo: null },
  charge_control_not_asked: {
    says: ({ scheme }) => `没有查询 ${scheme}:// 的方法`,
    todo: () => '请人工检查：可能拼写有误，或该驱动没有探测程序。',
  },
  text_counts_good: { says: ({ address }) => `在 ${address} 有应答`, todo: null },
  text_counts_away: {
    says: ({ address, cause }) => `${address}：${cause}`,
    todo: () =>
      '请检查 HANDBACK_TEXT_COUNTS 的主机、路径和令牌，以及 GET /health 是否有应答。在此之前，仍收到的验证码不会延长冷冻。',
  },
  text_counts_none: { says: () => '未配置：计数由接口提交，否则仍收到的验证码不会延长冷冻', todo: null },
  text_counts_not_asked: {
    says: ({ scheme }) => `没有查询 ${scheme}:// 的方法`,
    todo: () => '请人工检查：可能拼写有误，或该驱动没有探测程序。',
  },
};
