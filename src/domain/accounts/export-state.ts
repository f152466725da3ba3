/** `expired`: it was there for a week, and nothing is left of it but that it was. */
export const EXPORT_STATES = ['waiting', 'making', 'ready', 'failed', 'expired'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];
