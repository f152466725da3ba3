import type { RuleErrorTexts } from '../rule-error-texts.ts';

export const ruleErrors: RuleErrorTexts = {
  rulebook_unknown: {
    title: 'No such version',
    detail: 'It is not kept, or its file is no longer in the folder.',
  },
  rulebook_unfit: {
    title: 'This version cannot be put in force',
    detail: ({ reason, date, rules }) =>
      reason === 'in_force'
        ? 'It is in force already.'
        : reason === 'changed_rule'
          ? `Changed, but under their old version: ${String(rules)}. Old decisions quote them so: raise the version of each.`
          : reason === 'not_yet'
            ? `Its first day is ${date}, and until then nothing could be decided by it. Give the file an earlier effective_from, and the rule that changes a "from" of its own.`
            : `Its first day lies before ${date}, the first day of what is in force. Others were answered by those rules; give it that day or a later one.`,
  },
  rulebook_impossible: {
    title: 'Running cases could not go on under this version',
    detail: ({ why, count, references }) => {
      const whose =
        why === 'currency'
          ? 'It counts in another currency than they were promised.'
          : why === 'time_zone'
            ? 'It counts days in another time zone than they were promised.'
            : 'They are confirmed, and a running rule would stop them now.';
      const named = [references].flat().filter((one) => one !== undefined);
      return `${whose} ${count ? `Cases: ${count} (${named.join(', ')}).` : ''} Change the version, or wait until they are closed.`;
    },
  },
  simulation_unknown: { title: 'No such simulation', detail: 'It is not kept any more.' },
  simulation_running: {
    title: 'A simulation of this jurisdiction runs already',
    detail: 'Wait until it is done; it takes a minute at most.',
  },
};
