import type { DeskPage } from '../kit/desk-visit.ts';
import { searchPage } from './search/search-page.tsx';

/** The operations desk: every case found, read and steered. */
export const OPERATIONS_PAGES: readonly DeskPage[] = [searchPage];
