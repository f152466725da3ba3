import type { DeskPage } from '../../kit/desk-visit.ts';
import { CAMPAIGN_TAPS } from './campaign-acts.tsx';
import { campaignPage } from './campaign-page.tsx';
import { campaignsPage } from './campaigns-page.tsx';
import { campaignReport, campaignRowsPage } from './rows-page.tsx';
import { newCampaignPage, uploadAgainPage } from './upload-pages.tsx';

/** Campaigns: made of a file, previewed, agreed to, run and reported. */
export const CAMPAIGN_PAGES: readonly DeskPage[] = [
  ...[campaignsPage, newCampaignPage, uploadAgainPage, campaignPage],
  ...[campaignRowsPage, campaignReport],
  ...CAMPAIGN_TAPS,
];
