import type { ErrorTexts } from '../error-text.ts';

/** What is refused at the hotline desk and to whoever tells it of calls. */
export const hotlineErrors = {
  agent_unknown: {
    title: 'No such agent',
    detail:
      'Nobody of this subject has signed in, and nobody sits at this extension. An agent says at the hotline desk where they sit.',
  },
  call_unknown: {
    title: 'That call is not yours',
    detail: 'It is over, or another agent has it.',
  },
  hand_over_unknown: {
    title: 'That call back is not there',
    detail: 'It is not yours, or older than two days.',
  },
  hand_over_taken: {
    title: 'A colleague calls back already',
    detail: (facts) => `${String(facts['by'] ?? 'Somebody')} has taken it. Take another one.`,
  },
  hand_overs_too_many: {
    title: 'Enough call backs for now',
    detail: ({ most }) =>
      `One person takes ${most} callers an hour. Leave this one to a colleague, or take it later.`,
  },
  fraud_review_unknown: { title: 'There is no such review', detail: 'Check the reference.' },
  fraud_review_decided: {
    title: 'This review was decided already',
    detail: 'Look at it again to see what was decided, and by whom.',
  },
  receipt_gone: {
    title: 'The receipt is not here any more',
    detail: 'It was sent, or is older than two hours. The request stays as it is.',
  },
  letter_unknown: { title: 'There is no such letter', detail: 'It was printed more than a week ago.' },
  presence_impossible: {
    title: 'No code can be sent to this line',
    detail: 'It has no number, or its phone is reported lost. Ask a question instead.',
  },
} satisfies Partial<ErrorTexts>;
