import type { ErrorFacts } from '../../domain/errors.ts';
import { HOLDING_BACK } from '../../domain/people/retention.ts';
import { holdingBack } from './holding-back.ts';

/** What holds somebody back, in words. */
const because = (facts: ErrorFacts): string => {
  const named = facts['because'];
  const words = HOLDING_BACK.filter((one) => Array.isArray(named) && named.includes(one));
  return words.map((one) => holdingBack[one]).join('；');
};

/** What is kept of people, until when, and by which keys. */
export const erasureErrors = {
  subject_unknown: {
    title: '无法确定所指的人',
    detail: '没有找到此人，或者找到不止一人。请提供客户编号、线路编号、在用号码或完整的证件号码。',
  },
  not_erasable: {
    title: '此人的资料还不能删除',
    detail: (facts: ErrorFacts): string =>
      [
        ...(because(facts) === '' ? [] : [`原因：${because(facts)}。`]),
        ...(facts['until'] ? [`按规则，资料保存至 ${facts['until']}（含当日）。`] : []),
        '没有保存理由后，资料会自动删除。',
      ].join(''),
  },
  legal_hold_unknown: {
    title: '没有这项法律保留',
    detail: '它已经解除，或者编号有误。可用 `handback privacy report` 查看。',
  },
  legal_hold_own: { title: '需由他人解除', detail: '这项保留由您设置，请让有权限的同事解除。' },
  vault_not_a_file: {
    title: '密钥在设置中',
    detail: '个人资料的密钥保存在 HANDBACK_KEYS 中，命令无法修改。请按资料删除指南修改该机密。',
  },
  epoch_missing: {
    title: '本机缺少个人资料的密钥',
    detail: (facts: ErrorFacts): string =>
      `有资料密钥由第 ${facts['epochs']} 期密钥加密，而 ${facts['path']} 中没有该密钥。请把最新的密钥文件夹复制到本机。`,
  },
  epoch_destroyed: {
    title: '该密钥已销毁',
    detail: (facts: ErrorFacts): string =>
      `第 ${facts['epoch']} 期密钥已销毁，而本机仍在使用它。请把最新的密钥文件夹复制到本机。`,
  },
  epoch_unknown: { title: '没有这一期密钥', detail: '可用 `handback keys epochs` 查看。' },
  epoch_in_use: {
    title: '该期密钥仍在使用',
    detail: (facts: ErrorFacts): string =>
      `它是当前密钥，或仍有 ${facts['keys']} 个资料密钥由它加密。请运行 \`handback keys rotate-epoch\`；若上次中断，请运行 \`handback keys rewrap\` 继续。`,
  },
  epoch_needed: {
    title: '备份仍需要该期密钥',
    detail: (facts: ErrorFacts): string =>
      `${facts['emptiedAt']} 之前的备份只能用该密钥读取，按设置保存至 ${facts['until']}。加上 --despite-backups 则立即销毁，这些备份将不再可用。`,
  },
  erasures_missing: {
    title: '此数据库不知道谁已被删除',
    detail: (facts: ErrorFacts): string =>
      `它是从较早的备份恢复的：${facts['path']} 中最近的 ${facts['erasures']} 次删除不在其中。请运行 \`handback restore check --yes\` 重新删除这些人的资料。在此之前不会启动。`,
  },
  erasure_journal_damaged: {
    title: '删除日志已损坏',
    detail: (facts: ErrorFacts): string =>
      `${facts['path']} 中有一行无法读取。请恢复该文件，或从另一台机器复制；切勿删除。`,
  },
  erasure_journal_foreign: {
    title: '这不是此数据库的删除日志',
    detail: (facts: ErrorFacts): string =>
      `${facts['path']} 中有一行由其他密钥写入，或写入后被改动。不会据此删除任何人。请指定与当前密钥一同保存的日志。`,
  },
};
