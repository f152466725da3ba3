import { OPERATIONS } from '../sections.ts';

export const CAMPAIGNS = `${OPERATIONS}/campaigns`;

export const campaignPath = (campaignId: string): string => `${CAMPAIGNS}/${campaignId}`;
