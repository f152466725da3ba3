import { CARD_PAGES } from './cards/pages.ts';
import { COUNTER_PAGES } from './counter/pages.ts';
import { fraudPage } from './fraud/fraud-page.tsx';
import { fraudReviewPage } from './fraud/fraud-review-page.tsx';
import { approvalPage } from './home/approval-page.tsx';
import { home } from './home/home-page.tsx';
import { callPage } from './hotline/call-page.tsx';
import { agentCheckPage } from './hotline/check-page.tsx';
import { handOversPage } from './hotline/hand-overs-page.tsx';
import { waitingPage } from './hotline/waiting-page.tsx';
import type { DeskPage } from './kit/desk-visit.ts';
import { lettersPage } from './letters/letters-page.tsx';
import { OPERATIONS_PAGES } from './operations/pages.ts';
import { SPECIAL_PAGES } from './special/pages.ts';

/** Every page of the desks. */
export const DESK_PAGES: readonly DeskPage[] = [
  ...[home, approvalPage],
  ...[waitingPage, agentCheckPage, handOversPage, callPage],
  ...COUNTER_PAGES,
  ...CARD_PAGES,
  ...SPECIAL_PAGES,
  ...[fraudPage, fraudReviewPage],
  lettersPage,
  ...OPERATIONS_PAGES,
];
