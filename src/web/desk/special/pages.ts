import type { DeskPage } from '../kit/desk-visit.ts';
import { picturesPage } from './pictures-page.tsx';
import { refusePage } from './refuse-page.tsx';
import { requestPage } from './request-page.tsx';
import { requestsPage } from './requests-page.tsx';
import { takeInPage, takeInRoutesPage } from './take-in-page.tsx';
import { leaveTakenIn, receivedPage } from './taken-in.tsx';

export const SPECIAL_PAGES: readonly DeskPage[] = [
  ...[requestsPage, requestPage, refusePage, picturesPage],
  ...[takeInRoutesPage, takeInPage, receivedPage, leaveTakenIn],
];
