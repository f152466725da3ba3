import { type ErrorTexts, retryMoment } from '../error-text.ts';
import { reasonText } from '../reason-text.ts';
import { valueReasons } from './value-reasons.ts';

/** What is refused around the archive of an account. */
export const exportErrors = {
  passphrase_invalid: {
    title: 'This passphrase will not do',
    detail: (facts) => reasonText(valueReasons.passphrase, facts) ?? 'Choose another one.',
  },
  export_for_people_only: {
    title: 'This line belongs to an organisation',
    detail: 'The archive would hold what its people did. Ask through the contact of your contract with us.',
  },
  export_under_way: {
    title: 'Your archive is being made',
    detail: 'Wait until it is there, then you can ask for another.',
  },
  exports_exhausted: {
    title: 'Three archives a day are enough',
    detail: (facts) =>
      retryMoment(facts) === null ? 'Ask again tomorrow.' : `Ask again after ${retryMoment(facts)}.`,
  },
  export_unknown: {
    title: 'This is no archive of ours',
    detail: 'Check that the whole address was copied.',
  },
  export_not_there: {
    title: 'The archive is not there',
    detail: (facts) =>
      facts['state'] === 'expired'
        ? 'Its week is over, and it is deleted. As long as you have a line with us you can ask for another.'
        : facts['state'] === 'failed'
          ? 'It could not be made. Ask for it again.'
          : 'It is still being made. Look again in a moment.',
  },
  complaint_unknown: {
    title: 'There is no such complaint',
    detail: 'Check that the whole address or reference was copied.',
  },
  complaint_answered: {
    title: 'This complaint has been answered',
    detail: 'It is answered once. An authority can open it again.',
  },
  complaints_exhausted: {
    title: 'Several complaints of yours wait for an answer',
    detail: (facts) => `At most ${String(facts['most'] ?? 5)} can. Wait for one of the answers first.`,
  },
} satisfies Partial<ErrorTexts>;
