import type { FindingFacts, FindingText } from '../../domain/findings.ts';

/** 见证方未共同签署的原因。 */
const witnessFaults: Readonly<Record<string, string>> = {
  away: '没有应答',
  log_unknown: '不认识此日志',
  signature_refused: '拒绝了签名',
  proof_refused: '拒绝了证明',
  request_refused: '不理解请求',
  nonsense: '应答不成格式',
  ahead: '见过比本数据库更大的日志头',
};

const why = ({ fault }: FindingFacts): string => witnessFaults[String(fault)] ?? String(fault);

/** 体检中关于公开日志的内容。 */
export const logFindings = {
  log_good: { says: ({ entries, at }) => `共 ${entries} 条，自 ${at} 起公开`, todo: null },
  log_none: { says: () => '尚未开始：工作进程启动时开始', todo: null },
  log_key_elsewhere: {
    says: ({ path }) => `本机没有 ${path}`,
    todo: () => '若签署的工作进程在另一台机器上，这是正常的；本机的工作进程需要一份副本。',
  },
  log_rolled_back: {
    says: ({ signed, stored }) => `已知有 ${signed} 条的日志头，而本数据库与之相符的只有 ${stored} 条或更少`,
    todo: () => '已停止签署。请恢复更新的备份，或另起一个日志：docs/guides/monitor-the-log.md。',
  },
  log_not_shown: {
    says: ({ entries, minutes }) => `${entries} 条的日志头等待见证方已 ${minutes} 分钟`,
    todo: () => '应答的见证方太少。请查明是哪些，或在 HANDBACK_WITNESSES 的文件中降低法定数。',
  },
  log_head_unreadable: {
    says: ({ path }) => `${path} 无法读取`,
    todo: () => '请从最新备份或另一个工作进程恢复；没有它就可能签署出分叉。',
  },
  witness_away: {
    says: (facts) => `${facts['name']} 未共同签署：${why(facts)}`,
    todo: () => '会自动再问；若一直如此，请联系其运行者。',
  },
  witnesses_bad: {
    says: ({ path, problems }) => `${path}：${problems}`,
    todo: () => '请改正 HANDBACK_WITNESSES 的文件；格式见 docs/reference/log.md。',
  },
} satisfies Readonly<Record<keyof typeof import('../en/log-findings.ts').logFindings, FindingText>>;
