import type { ErrorCode } from '../../domain/errors.ts';
import type { ErrorText } from '../error-text.ts';

/** What people at a desk are told in place of what a subscriber is told. */
export const deskErrors: { readonly [code in ErrorCode]?: ErrorText } = {
  not_signed_in: { title: 'You are not signed in', detail: 'Sign in again; what was submitted is safe.' },
  factor_needed: {
    title: 'The customer must prove more',
    detail: 'Ask the next question, or send a code to another contact.',
  },
  line_unknown: {
    title: 'No such line, or not proven yet',
    detail: 'Check the number. What a customer has not proven is not shown.',
  },
  case_unknown: {
    title: 'No such case, or not proven yet',
    detail: 'What a customer has not proven is not shown.',
  },
  stage_conflict: {
    title: 'The case has moved on meanwhile',
    detail: 'Look at it again before you decide.',
  },
  not_eligible: {
    title: 'Something stands in the way',
    detail: 'Each finding says what clears it, and where.',
  },
  cannot_tell: {
    title: 'Another system did not answer',
    detail: 'Nothing was changed. Try again in a minute.',
  },
};
