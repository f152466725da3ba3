import { type ErrorTexts, retryMoment } from '../error-text.ts';

/** What is refused where texts are checked, reported and written; only what is written names its field. */
export const scamErrors = {
  text_missing: {
    title: 'There is no text',
    detail: (facts) =>
      facts['field'] === undefined ? 'Paste a text, a link or a number.' : 'Write what you want to say.',
  },
  text_too_long: {
    title: 'This text is too long',
    detail: (facts) =>
      `At most ${String(facts['most'] ?? 5000)} characters.${facts['field'] === undefined ? ' Paste the part with the link or the number.' : ''}`,
  },
  reports_exhausted: {
    title: 'No more reports today',
    detail: (facts) =>
      `Many were reported from your connection. ${retryMoment(facts) === null ? 'Try again tomorrow.' : `Try again after ${retryMoment(facts)}.`}`,
  },
  channels_invalid: {
    title: 'The file of channels cannot be used',
    detail: 'What is wrong with it stands in the facts, each with its line.',
  },
  scam_campaign_unknown: { title: 'There is no such group of reports', detail: 'Check the reference.' },
  scam_campaign_decided: {
    title: 'This was decided already',
    detail: 'Look at it again to see what was decided, and by whom.',
  },
  channel_block_unknown: { title: 'This is not blocked', detail: 'Check its kind and how it is written.' },
} satisfies Partial<ErrorTexts>;
