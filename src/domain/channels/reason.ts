/** What a check answers. It never says "safe". */
export type Verdict = 'official' | 'not_official' | 'cannot_tell';

/**
 * Why, as closed codes; their texts stand in `messages`. The number is how much it speaks against a text; from `ENOUGH` on it
 * is answered as not official. One that reaches it alone is enough by itself.
 */
export const REASONS = {
  // what was found out by others before
  blocked: 10,
  // links
  link_imitates: 10,
  link_odd_spelling: 10,
  link_hides_name: 10,
  link_runs_script: 10,
  link_disguised_address: 10,
  link_mixed_letters: 8,
  link_not_of_sender: 6,
  link_of_stranger: 3,
  link_abused_ending: 3,
  link_address_only: 3,
  link_shortened: 1,
  link_download: 4,
  link_unknown: 0,
  // numbers
  number_imitates: 10,
  number_not_of_sender: 3,
  number_of_stranger: 3,
  number_premium: 5,
  number_foreign: 2,
  number_unknown: 0,
  // accounts and apps
  account_unknown: 3,
  account_for_lines: 10,
  account_alone: 10,
  app_unknown: 1,
  account_imitates: 6,
  app_imitates: 6,
  // what the text does
  speaks_as_operator: 1,
  speaks_as_authority: 1,
  speaks_as_bank: 1,
  speaks_as_courier: 1,
  speaks_as_platform: 1,
  speaks_as_somebody: 0,
  asks_code: 10,
  asks_secret: 6,
  asks_remote: 8,
  asks_forwarding: 10,
  asks_money: 4,
  asks_fee: 3,
  asks_transfer: 6,
  asks_secrecy: 6,
  asks_reply: 1,
  asks_contact: 2,
  asks_click: 1,
  asks_install: 3,
  accuses: 4,
  threatens: 3,
  hurries: 2,
  promises: 2,
  safe_account: 10,
  ends_lines_for_others: 10,
  hidden_letters: 3,
  turned_letters: 6,
  // for it
  sent_by_us: 0,
  link_official: 0,
  number_official: 0,
  account_official: 0,
  app_official: 0,
  // neither
  sender_proves_nothing: 0,
  channel_not_in_force: 0,
  known_elsewhere: 0,
  not_sent_by_us: 0,
  nothing_to_compare: 0,
  more_than_compared: 0,
} as const satisfies Readonly<Record<string, number>>;
export type ReasonCode = keyof typeof REASONS;

export const REASON_CODES = Object.keys(REASONS) as readonly ReasonCode[];

export const ENOUGH = 6;

/** What speaks for a text; everything else that weighs nothing only explains. */
export const FOR_IT: readonly ReasonCode[] = [
  'sent_by_us',
  'link_official',
  'number_official',
  'account_official',
  'app_official',
];
