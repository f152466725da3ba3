/** Why a person ends a line, where they say so. */
export const REASONS = ['new_phone', 'lost', 'stolen', 'misused', 'environment', 'cost', 'other'] as const;
export type Reason = (typeof REASONS)[number];

/** Reasons after which the line is barred at once and ended afterwards. */
export const URGENT_REASONS: readonly Reason[] = ['lost', 'stolen', 'misused'];
