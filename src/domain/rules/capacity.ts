/**
 * As whom somebody comes to end a line: the holder in person, an heir of a holder who died, the guardian of one who cannot act,
 * an agent whom the holder authorised, or somebody who acts for a company. What has to be shown depends on it.
 */
export const CAPACITIES = ['owner', 'heir', 'guardian', 'agent', 'company'] as const;
export type Capacity = (typeof CAPACITIES)[number];
