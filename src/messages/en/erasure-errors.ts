import type { ErrorFacts } from '../../domain/errors.ts';
import { HOLDING_BACK } from '../../domain/people/retention.ts';
import { holdingBack } from './holding-back.ts';

/** What holds somebody back, in words. */
const because = (facts: ErrorFacts): string => {
  const named = facts['because'];
  const words = HOLDING_BACK.filter((one) => Array.isArray(named) && named.includes(one));
  return words.map((one) => holdingBack[one]).join('; ');
};

/** What is kept of people, until when, and by which keys. */
export const erasureErrors = {
  subject_unknown: {
    title: 'It is not clear who is meant',
    detail:
      'Nobody is found by this, or several people are. Name the party, a line, a number that is in use, or the whole document number.',
  },
  not_erasable: {
    title: 'This person cannot be erased yet',
    detail: (facts: ErrorFacts): string =>
      [
        ...(because(facts) === '' ? [] : [`What holds it back: ${because(facts)}.`]),
        ...(facts['until'] ? [`By the rules the records are kept through ${facts['until']}.`] : []),
        'They are erased by themselves when nothing is left that keeps them.',
      ].join(' '),
  },
  legal_hold_unknown: {
    title: 'There is no such legal hold',
    detail: 'It was released already, or its number is another one. `handback privacy report` lists them.',
  },
  legal_hold_own: {
    title: 'Somebody else releases this hold',
    detail: 'You set it yourself. Ask a colleague who may release holds.',
  },
  vault_not_a_file: {
    title: 'The keys are in the settings',
    detail:
      'HANDBACK_KEYS holds the keys of the personal data, so that no command can change them. Change that secret as the guide on erasure says.',
  },
  epoch_missing: {
    title: 'A key of the personal data is missing here',
    detail: (facts: ErrorFacts): string =>
      `People's keys are wrapped by epoch ${facts['epochs']}, and ${facts['path']} does not have its key. Copy the newest key folder to this machine.`,
  },
  epoch_destroyed: {
    title: 'This key was destroyed',
    detail: (facts: ErrorFacts): string =>
      `Epoch ${facts['epoch']} was destroyed, and the keys of this machine still use it. Copy the newest key folder to this machine.`,
  },
  epoch_unknown: { title: 'There is no such epoch', detail: 'See `handback keys epochs`.' },
  epoch_in_use: {
    title: 'This epoch is still in use',
    detail: (facts: ErrorFacts): string =>
      `It is the current one, or people's keys are wrapped by it: ${facts['keys']}. Run \`handback keys rotate-epoch\`, or \`handback keys rewrap\` to go on with one that was interrupted.`,
  },
  epoch_needed: {
    title: 'Backups still need this epoch',
    detail: (facts: ErrorFacts): string =>
      `Backups of before ${facts['emptiedAt']} can be read with this key only. By your settings they are kept until ${facts['until']}. With --despite-backups it is destroyed now, and they are of no use any more.`,
  },
  erasures_missing: {
    title: 'This database does not know who was erased',
    detail: (facts: ErrorFacts): string =>
      `It was restored from before: ${facts['erasures']} of the last erasures in ${facts['path']} are not in it. Run \`handback restore check --yes\`: it erases these people again. Until then nothing is opened.`,
  },
  erasure_journal_damaged: {
    title: 'The journal of erasures is damaged',
    detail: (facts: ErrorFacts): string =>
      `A line of ${facts['path']} cannot be read. Restore the file, or copy it from another machine; never delete it.`,
  },
  erasure_journal_foreign: {
    title: 'This is not the journal of this database',
    detail: (facts: ErrorFacts): string =>
      `A line of ${facts['path']} was written with other keys, or was changed since. Nobody is erased by it. Name the journal that was kept with these keys.`,
  },
};
