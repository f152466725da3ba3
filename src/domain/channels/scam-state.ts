/** What became of reports of one kind. */
export const SCAM_STATES = ['open', 'blocked', 'harmless'] as const;
export type ScamState = (typeof SCAM_STATES)[number];
