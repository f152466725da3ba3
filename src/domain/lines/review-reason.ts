/**
 * Why a review of fraud was opened: whose count of wrong answers was full, or `objection`: who was told of an ending says that it
 * was not them.
 */
export const REVIEW_REASONS = ['asker', 'everybody', 'agent', 'caller', 'document', 'objection'] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];
