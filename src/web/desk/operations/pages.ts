import type { DeskPage } from '../kit/desk-visit.ts';
import { agentsPage } from './agents/agents-page.tsx';
import { CAMPAIGN_PAGES } from './campaigns/pages.ts';
import { casePage } from './cases/case-page.tsx';
import { chargePage } from './charges/charge-page.tsx';
import { chargesPage } from './charges/charges-page.tsx';
import { CHART_PAGES } from './charts/pages.ts';
import { complaintPage } from './complaints/complaint-page.tsx';
import { complaintsPage, takeComplaintPage, takenComplaintPage } from './complaints/complaints-page.tsx';
import { evidencePackFile } from './complaints/evidence-pack-file.ts';
import { esimPage, ledgerFile } from './esim/esim-page.tsx';
import { notificationPage } from './esim/notification-page.tsx';
import { NUMBER_PAGES } from './numbers/pages.ts';
import { disputePage } from './queue/dispute-page.tsx';
import { queuePage } from './queue/queue-page.tsx';
import { findingPage } from './reconciliation/finding-page.tsx';
import { reconciliationPage } from './reconciliation/reconciliation-page.tsx';
import { REPORT_PAGES } from './reports/pages.ts';
import { RULE_PAGES } from './rules/pages.ts';
import { searchPage } from './search/search-page.tsx';
import { causePage } from './stuck/cause-page.tsx';
import { groupRetryFile, groupRetryPage } from './stuck/retry-page.tsx';
import { stuckPage } from './stuck/stuck-page.tsx';
import { textsPage } from './texts/texts-page.tsx';

/** The operations desk: every case found, read and steered. */
export const OPERATIONS_PAGES: readonly DeskPage[] = [
  ...[queuePage, disputePage, searchPage, casePage, evidencePackFile],
  ...[complaintsPage, takeComplaintPage, takenComplaintPage, complaintPage],
  ...[stuckPage, causePage, groupRetryPage, groupRetryFile],
  ...CAMPAIGN_PAGES,
  ...[esimPage, ledgerFile, notificationPage],
  ...[chargesPage, chargePage, reconciliationPage, findingPage],
  ...NUMBER_PAGES,
  ...CHART_PAGES,
  ...RULE_PAGES,
  ...[textsPage, ...REPORT_PAGES],
  agentsPage,
];
