/** What answers the telephone. `demo` is the page that stands in for one. */
export const PLATFORMS = ['jambonz', 'twilio', 'demo'] as const;
export type Platform = (typeof PLATFORMS)[number];
