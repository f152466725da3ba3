import type { DeskPage } from '../kit/desk-visit.ts';
import { casePage } from './cases/case-page.tsx';
import { queuePage } from './queue/queue-page.tsx';
import { searchPage } from './search/search-page.tsx';

/** The operations desk: every case found, read and steered. */
export const OPERATIONS_PAGES: readonly DeskPage[] = [queuePage, searchPage, casePage];
