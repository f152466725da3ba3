/** Whose count of wrong answers was full when a review of fraud was opened. */
export const REVIEW_REASONS = ['asker', 'everybody', 'agent', 'caller', 'document'] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];
