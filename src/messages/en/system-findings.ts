import type { FindingCode, FindingText } from '../../domain/findings.ts';

/** What is found of the operator's own systems beside the network. */
export const systemFindings: Readonly<
  Record<
    Extract<
      FindingCode,
      `${'account_facts' | 'customer_records' | 'switching_codes' | 'charge_control' | 'text_counts'}_${string}`
    >,
    FindingText
  >
> = {
  account_facts_good: { says: ({ address }) => `answers at ${address}`, todo: null },
  account_facts_away: {
    says: ({ address, cause }) => `${address}: ${cause}`,
    todo: () =>
      'Check HANDBACK_ACCOUNT_FACTS: host, path and token, and that it answers GET /health. Until then callers are not asked about top-ups.',
  },
  account_facts_none: { says: () => 'none is configured: callers are not asked about top-ups', todo: null },
  account_facts_not_asked: {
    says: ({ scheme }) => `nothing here knows how to ask ${scheme}://`,
    todo: () => 'Check it by hand: the name may be misspelt, or the driver has no probe.',
  },
  customer_records_good: { says: ({ address }) => `can be read at ${address}`, todo: null },
  customer_records_away: {
    says: ({ address, cause }) => `${address}: ${cause}`,
    todo: () =>
      'Check HANDBACK_CUSTOMER_RECORDS: the folder or the views, and who may read them. Until then archives of accounts are not made.',
  },
  customer_records_none: {
    says: () => 'none are connected: archives of accounts hold what Handback holds',
    todo: null,
  },
  customer_records_not_asked: {
    says: ({ scheme }) => `nothing here knows how to ask ${scheme}://`,
    todo: () => 'Check it by hand: the name may be misspelt, or the driver has no probe.',
  },
  switching_codes_good: { says: ({ address }) => `answers at ${address}`, todo: null },
  switching_codes_away: {
    says: ({ address, cause }) => `${address}: ${cause}`,
    todo: () =>
      'Check HANDBACK_SWITCHING_CODES: host, path and token, and that it answers GET /health. Until then STAC is answered without a code, and used codes begin nothing.',
  },
  switching_codes_none: { says: () => 'none is configured: STAC is answered without a code', todo: null },
  switching_codes_not_asked: {
    says: ({ scheme }) => `nothing here knows how to ask ${scheme}://`,
    todo: () => 'Check it by hand: the name may be misspelt, or the driver has no probe.',
  },
  charge_control_good: { says: ({ address }) => `answers at ${address}`, todo: null },
  charge_control_away: {
    says: ({ address, cause }) => `${address}: ${cause}`,
    todo: () =>
      'Check HANDBACK_CHARGE_CONTROL: host, path and token, and that it answers GET /health. Until then charges to ended lines are held and their disputes wait.',
  },
  charge_control_none: {
    says: () => 'none is configured: charges are disputed at the ledger that comes with Handback',
    todo: null,
  },
  charge_control_not_asked: {
    says: ({ scheme }) => `nothing here knows how to ask ${scheme}://`,
    todo: () => 'Check it by hand: the name may be misspelt, or the driver has no probe.',
  },
  text_counts_good: { says: ({ address }) => `answers at ${address}`, todo: null },
  text_counts_away: {
    says: ({ address, cause }) => `${address}: ${cause}`,
    todo: () =>
      'Check HANDBACK_TEXT_COUNTS: host, path and token, and that it answers GET /health. Until then codes that still come extend no rest.',
  },
  text_counts_none: {
    says: () => 'none is configured: counts come by the API, or codes that still come extend no rest',
    todo: null,
  },
  text_counts_not_asked: {
    says: ({ scheme }) => `nothing here knows how to ask ${scheme}://`,
    todo: () => 'Check it by hand: the name may be misspelt, or the driver has no probe.',
  },
};
