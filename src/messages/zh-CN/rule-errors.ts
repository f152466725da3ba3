import type { RuleErrorTexts } from '../rule-error-texts.ts';

export const ruleErrors: RuleErrorTexts = {
  rulebook_unknown: { title: '没有该版本', detail: '系统未保存该版本，或其文件已不在目录中。' },
  rulebook_unfit: {
    title: '该版本不能生效',
    detail: ({ reason, date, rules }) =>
      reason === 'in_force'
        ? '该版本已经生效。'
        : reason === 'changed_rule'
          ? `以下规则已改动但版本号未变：${String(rules)}。过去的决定按该版本引用规则，请逐条提高版本号。`
          : reason === 'not_yet'
            ? `其首日为 ${date}，在此之前无法据以作出任何决定。请把文件的 effective_from 提前，并为要变更的规则单独写明 from。`
            : `其首日早于现行版本的首日 ${date}。当时的答复依据的是现行规则；请改为该日或之后。`,
  },
  rulebook_impossible: {
    title: '若采用该版本，进行中的办理将无法继续',
    detail: ({ why, count, references }) => {
      const whose =
        why === 'currency'
          ? '其币种与已告知客户的不同。'
          : why === 'time_zone'
            ? '其计日时区与已告知客户的不同。'
            : '这些办理已经确认，而某条随时适用的规则会将其拦下。';
      const named = [references].flat().filter((one) => one !== undefined);
      return `${whose}${count ? `涉及 ${count} 件（${named.join('、')}）。` : ''}请修改该版本，或等这些办理结束。`;
    },
  },
  simulation_unknown: { title: '没有该次试算', detail: '系统已不再保存。' },
  simulation_running: { title: '该地区正在试算', detail: '请等它结束，最多约一分钟。' },
};
