import type { DeskPage } from '../kit/desk-visit.ts';
import { CAMPAIGN_PAGES } from './campaigns/pages.ts';

/** The operations desk: every case found, read and steered. */
export const OPERATIONS_PAGES: readonly DeskPage[] = [...CAMPAIGN_PAGES];
