import type { ErrorTexts } from '../error-text.ts';

/** What is refused of charges to ended lines, and of what differs from others' lists. */
export const chargeErrors = {
  charge_unknown: {
    title: 'No such charge was held',
    detail: 'Check its name, or choose one from the list.',
  },
  charge_settled: {
    title: 'This charge has been decided already',
    detail: 'Nothing was changed. Open it again to see what became of it.',
  },
  charge_conflict: {
    title: 'Another charge has this name',
    detail: 'A charge keeps its name and its content. Send the other one under a name of its own.',
  },
  run_unknown: { title: 'No such comparison', detail: 'Choose one from the list.' },
  difference_unknown: { title: 'No such finding', detail: 'Choose one from the list.' },
  difference_resolved: {
    title: 'This finding is resolved already',
    detail: 'Nothing was changed. Open it again to see how.',
  },
  difference_by_hand: {
    title: 'This cannot be cleared from here',
    detail: 'Put it right where it is wrong. The next comparison notices.',
  },
} satisfies Partial<ErrorTexts>;
