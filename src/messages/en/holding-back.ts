import type { HoldingBack } from '../../domain/people/retention.ts';

/** Why something is kept although its time may be over. */
export const holdingBack: Readonly<Record<HoldingBack, string>> = {
  legal_hold: 'a legal hold',
  standing_line: 'a line that is in service, as holder, user or payer',
  held_line: 'a hold on an ended line',
  open_case: 'a termination that is under way',
  open_request: 'a request that was made for somebody else',
  open_dispute: 'an objection that nobody has looked into yet',
  open_approval: 'an act that waits for a second person',
  open_review: 'a review for fraud',
  open_complaint: 'a complaint that waits for an answer',
  open_charge: 'a charge that is disputed',
};
