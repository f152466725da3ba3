import type { FindingText } from '../../domain/findings.ts';

/** 体检中关于删除与各期密钥的内容。 */
export const erasureFindings = {
  erasure_good: { says: ({ erasures }) => `已删除 ${erasures} 人，本数据库全部知悉`, todo: null },
  erasures_missing: {
    says: ({ path, erasures }) =>
      `本数据库恢复自删除之前的备份：${path} 中最近的删除有 ${erasures} 项不在其中`,
    todo: () => '请在启用之前重新删除：handback restore check --yes',
  },
  journal_damaged: {
    says: ({ path }) => `${path} 无法读取`,
    todo: () => '请恢复该文件，或从另一台机器复制；切勿删除。',
  },
  journal_foreign: {
    says: ({ path }) => `${path} 由其他密钥写入，或已被改动`,
    todo: () => '请恢复与当前密钥配套的文件，或从另一台机器复制。',
  },
  epochs_missing: {
    says: ({ epochs }) => `本机没有第 ${epochs} 期的密钥，而用户数据需要它`,
    todo: () => '请从生成该期密钥的机器复制 keys/vault.json。',
  },
  epoch_wraps: {
    says: ({ epoch, keys }) => `第 ${epoch} 期已是旧密钥，仍在保护 ${keys} 人的密钥`,
    todo: () => '请从中断处继续：handback keys rewrap',
  },
  epoch_over: {
    says: ({ epoch, days }) => `第 ${epoch} 期密钥停用已超过备份保留的 ${days} 天`,
    todo: ({ epoch }) => `请销毁该密钥，使更早的备份无法读取：handback keys destroy-epoch ${epoch}`,
  },
} satisfies Readonly<Record<keyof typeof import('../en/erasure-findings.ts').erasureFindings, FindingText>>;
