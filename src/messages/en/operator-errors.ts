import type { ErrorCode } from '../../domain/errors.ts';
import type { ErrorText } from '../error-text.ts';

/** What the operator's own people and systems are told in place of what a subscriber is told. */
export const operatorErrors: { readonly [code in ErrorCode]?: ErrorText } = {
  not_signed_in: {
    title: 'No valid token',
    detail: 'Send a token that is in use: Authorization: Bearer hbk_... (handback tokens list).',
  },
  forbidden: {
    title: 'This needs another scope',
    detail: 'Use a token that holds it, or make one: handback tokens make NAME --scope SCOPE.',
  },
  factor_needed: {
    title: 'The customer must prove more',
    detail: 'Identify them by as many more of the accepted factors as are missing, and name those too.',
  },
  answer_locked: {
    title: 'Too many wrong answers for this number',
    detail: 'It unlocks by itself; the facts say when.',
  },
  line_unknown: { title: 'No such line', detail: 'Give the line_id under which it was imported.' },
  case_unknown: { title: 'No such case', detail: 'Give its reference: HB- and eight characters.' },
  case_open: {
    title: 'The line has an open case',
    detail: 'Follow that one: handback cases list --line LINE_ID.',
  },
  certificate_unknown: {
    title: 'No such certificate',
    detail: 'Give its number, as handback cases show REFERENCE tells it.',
  },
  disclosure_unknown: {
    title: 'That cannot be disclosed',
    detail:
      'Name some of number, holder, line, cards, devices, network, esim, with commas between; or all, or none.',
  },
  certificate_not_ready: {
    title: 'There is no certificate yet',
    detail:
      'It is issued once the line is proven absent and settled; handback cases show REFERENCE says what is missing.',
  },
  not_eligible: {
    title: 'Something stands in the way',
    detail: 'handback rules explain --line LINE_ID names every rule and why.',
  },
  cannot_tell: {
    title: 'Another system did not answer',
    detail: 'Nothing was changed. Look whether billing and the network can be reached, then repeat it.',
  },
  stage_conflict: {
    title: 'The case has moved on, or is not stuck',
    detail: 'Look at it again (handback cases show REFERENCE) before you decide.',
  },
  stage_not_skippable: {
    title: 'This stage cannot be skipped',
    detail: 'A certificate could not stand without it. Mend the cause, then: handback cases retry REFERENCE.',
  },
  withdraw_too_late: {
    title: 'It is too late to withdraw',
    detail: 'The line has been removed from the network; a new one must be opened.',
  },
  rulebook_missing: {
    title: 'No rulebook holds for this',
    detail: 'Add one for the jurisdiction and date, and check it: handback rules check.',
  },
  key_ring_changed: {
    title: 'The keys changed meanwhile',
    detail: 'Nothing was signed. Repeat the command.',
  },
  render_failed: {
    title: 'The PDF could not be made',
    detail: 'The certificate itself is safe. Repeat it; the log says why it failed.',
  },
  unavailable: {
    title: 'The database cannot be reached',
    detail: 'Look whether it runs and whether DATABASE_URL is right. Nothing was changed.',
  },
  internal: {
    title: 'Handback failed over this',
    detail: 'The log of the server says why. Nothing half-done stays: it can be repeated.',
  },
};
