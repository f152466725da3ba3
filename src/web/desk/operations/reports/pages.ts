import type { DeskPage } from '../../kit/desk-visit.ts';
import { blocksFile, blocksPage } from './blocks-page.tsx';
import { oneReportPage } from './report-page.tsx';
import { reportsPage } from './reports-page.tsx';

/** What people reported as fraud, and what is blocked. */
export const REPORT_PAGES: readonly DeskPage[] = [reportsPage, blocksPage, blocksFile, oneReportPage];
