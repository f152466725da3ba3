import type { ErrorFacts } from '../../domain/errors.ts';

/** 公开日志的拒绝提示。 */
export const logErrors = {
  log_key_missing: {
    title: '此处没有公开日志的密钥',
    detail: (facts: ErrorFacts) =>
      `请从备份恢复 ${facts['path']}，或从持有它的工作进程复制。在此之前日志不再增加，其他工作照常进行。`,
  },
  log_rolled_back: {
    title: '数据库比公开日志旧',
    detail: (facts: ErrorFacts) =>
      `${facts['witness'] === undefined ? '已签署过' : `${facts['witness']} 已见过`} ${facts['signed']} 条的日志头，而本数据库与之相符的只有 ${facts['stored']} 条或更少。为免出现两份历史，不再签署；其他工作照常进行。请看 docs/guides/monitor-the-log.md。`,
  },
  log_damaged: {
    title: '数据库中的公开日志已损坏',
    detail: '其分块与一同提交的根不符。请恢复数据库；在此之前不再签署。',
  },
  witnesses_invalid: {
    title: '见证方文件无法使用',
    detail: '每行应写一个见证方的密钥和地址。以下各行不符：',
  },
  certificate_not_logged: { title: '证明尚未进入公开日志', detail: '签发后数秒内即进入，请稍后再试。' },
} satisfies typeof import('../en/log-errors.ts').logErrors;
