/** What a way into the network is carried by: a card, an eSIM profile, or a watch or other companion of the line. */
export const ACCESS_KINDS = ['sim', 'esim', 'companion'] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];

/** Where a line was opened; what has to be shown to end it depends on it. */
export const OPENED_CHANNELS = ['store', 'online', 'agent', 'business'] as const;
export type OpenedChannel = (typeof OPENED_CHANNELS)[number];

/** How a line is paid for. */
export const PAYMENT_KINDS = ['prepaid', 'postpaid'] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];
