/** Refusals that protect a holder. */
export const protectionErrors = {
  withdraw_too_late: {
    title: 'It is too late to withdraw',
    detail: 'The line has been removed from the network and cannot be given back.',
  },
  lock_unknown: { title: 'This line is not locked', detail: 'There is nothing to lift.' },
  case_paused: {
    title: 'The request rests for now',
    detail:
      'Somebody who was told of it says that it was not them. Its page says until when it rests; then try again.',
  },
  line_ended: {
    title: 'The line has ended',
    detail: 'There is nothing left to hold. What is left is its certificate, which can be revoked.',
  },
};
