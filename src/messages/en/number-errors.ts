import type { ErrorTexts } from '../error-text.ts';

/** What is refused of numbers that rest, and of the files about them. */
export const numberErrors = {
  number_unknown: {
    title: 'The ledger has no such number',
    detail: 'Check the number, with + and country code.',
  },
  number_rests_not: {
    title: 'Nothing was changed',
    detail: 'The number does not rest, or it rests longer than that already. Open it again.',
  },
  number_batch_unknown: { title: 'No such batch', detail: 'Choose one from the list.' },
  number_batch_released: {
    title: 'This batch has been released already',
    detail: 'Nothing was changed. Open it again to see what became of it.',
  },
  feed_unknown: { title: 'No such file', detail: 'Choose one from the list.' },
  feed_made: {
    title: 'This file has been made already',
    detail: 'Send it again as it is: `handback feeds resend`.',
  },
  feed_not_made: { title: 'This file is not made yet', detail: 'Make it first: `handback feeds make`.' },
  feed_too_early: {
    title: 'It is too early for this file',
    detail: ({ from }) => `It has to cover days that are not over yet. Make it from ${String(from)} on.`,
  },
  feed_refused: {
    title: 'The recipient would refuse this file',
    detail: ({ faults, missing }) =>
      typeof missing === 'string'
        ? `Nothing was kept. Set ${missing}: the recipient gives it to each operator.`
        : `Nothing was kept. ${Array.isArray(faults) ? faults.join('; ') : ''}`.trim(),
  },
} satisfies Partial<ErrorTexts>;
