import type { ErrorCode } from '../domain/errors.ts';
import type { ErrorTexts } from './error-text.ts';

/** What is said where a campaign cannot be done with as it was asked. */
export type CampaignErrorTexts = Pick<ErrorTexts, Extract<ErrorCode, `campaign_${string}`>>;
