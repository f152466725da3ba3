import type { DeskPage } from '../kit/desk-visit.ts';
import { agentsPage } from './agents/agents-page.tsx';
import { CAMPAIGN_PAGES } from './campaigns/pages.ts';
import { esimPage, ledgerFile } from './esim/esim-page.tsx';
import { notificationPage } from './esim/notification-page.tsx';
import { RULE_PAGES } from './rules/pages.ts';

/** The operations desk: every case found, read and steered. */
export const OPERATIONS_PAGES: readonly DeskPage[] = [
  ...CAMPAIGN_PAGES,
  ...[esimPage, ledgerFile, notificationPage],
  ...RULE_PAGES,
  agentsPage,
];
