import type { ErrorTexts } from '../error-text.ts';

/** What is refused where stuck cases are tried again together. */
export const groupErrors = {
  nothing_stuck: {
    title: 'Nothing is stuck for this cause',
    detail: 'Somebody may have helped meanwhile. Look at the list again.',
  },
  group_retry_running: {
    title: 'A retry of this group runs already',
    detail: 'Wait until it is finished; its page shows how far it is.',
  },
  group_retry_unknown: {
    title: 'There is no such retry',
    detail: 'Choose one from the list of stuck cases.',
  },
} satisfies Partial<ErrorTexts>;
