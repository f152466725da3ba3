/** What `handback doctor` looks at, in this order. */
export const CHECKS = [
  'settings',
  'versions',
  'database',
  'clocks',
  'files',
  'keys',
  'tls',
  'rulebooks',
  'operator',
  'public_url',
  'hlr',
  'serving_nodes',
  'smpp',
  'mail',
  'smdp',
  'account_facts',
  'switching_codes',
  'disk',
  'audit',
  'log',
  'worker',
  'messages',
] as const;

export type Check = (typeof CHECKS)[number];
export type FindingState = 'ok' | 'warning' | 'failed' | 'skipped';

/**
 * Everything that the doctor can find, as stable codes, with what it looked at and what that means. The texts by language
 * are in `src/messages/`; the compiler compares them with this list.
 */
export const FINDINGS = {
  settings_good: ['settings', 'ok'],
  settings_bad: ['settings', 'failed'],
  node_good: ['versions', 'ok'],
  node_old: ['versions', 'failed'],
  postgres_good: ['versions', 'ok'],
  postgres_old: ['versions', 'failed'],
  database_good: ['database', 'ok'],
  database_away: ['database', 'failed'],
  database_embedded: ['database', 'warning'],
  database_absent: ['database', 'skipped'],
  database_pooled: ['database', 'failed'],
  schema_good: ['database', 'ok'],
  schema_behind: ['database', 'failed'],
  schema_foreign: ['database', 'failed'],
  clock_good: ['clocks', 'ok'],
  clock_apart: ['clocks', 'warning'],
  clock_wrong: ['clocks', 'failed'],
  zones_good: ['clocks', 'ok'],
  modes_good: ['files', 'ok'],
  mode_open: ['files', 'failed'],
  data_folder_absent: ['files', 'warning'],
  vault_good: ['keys', 'ok'],
  vault_absent: ['keys', 'warning'],
  vault_missing: ['keys', 'failed'],
  vault_differs: ['keys', 'failed'],
  vault_unusable: ['keys', 'failed'],
  ring_good: ['keys', 'ok'],
  ring_old: ['keys', 'warning'],
  ring_ends: ['keys', 'failed'],
  ring_absent: ['keys', 'warning'],
  ring_missing: ['keys', 'failed'],
  ring_other: ['keys', 'failed'],
  ring_unusable: ['keys', 'failed'],
  tls_good: ['tls', 'ok'],
  tls_ends_soon: ['tls', 'warning'],
  tls_over: ['tls', 'failed'],
  tls_not_yet: ['tls', 'failed'],
  tls_unusable: ['tls', 'failed'],
  tls_none: ['tls', 'skipped'],
  rulebooks_good: ['rulebooks', 'ok'],
  rulebooks_overlaid: ['rulebooks', 'warning'],
  rulebooks_proposed: ['rulebooks', 'warning'],
  rulebooks_unread: ['rulebooks', 'warning'],
  rulebooks_bad: ['rulebooks', 'failed'],
  operator_good: ['operator', 'ok'],
  operator_plain: ['operator', 'warning'],
  operator_bad: ['operator', 'failed'],
  operator_id_of_demo: ['operator', 'warning'],
  url_good: ['public_url', 'ok'],
  url_unset: ['public_url', 'warning'],
  url_plain: ['public_url', 'warning'],
  url_away: ['public_url', 'failed'],
  url_not_ready: ['public_url', 'failed'],
  url_another: ['public_url', 'failed'],
  url_not_handback: ['public_url', 'failed'],
  proxies_good: ['public_url', 'ok'],
  proxies_unnamed: ['public_url', 'warning'],
  hlr_good: ['hlr', 'ok'],
  hlr_away: ['hlr', 'failed'],
  hlr_simulated: ['hlr', 'failed'],
  hlr_of_demo: ['hlr', 'skipped'],
  hlr_not_asked: ['hlr', 'skipped'],
  serving_node_good: ['serving_nodes', 'ok'],
  serving_node_away: ['serving_nodes', 'failed'],
  serving_node_none: ['serving_nodes', 'skipped'],
  serving_node_not_asked: ['serving_nodes', 'skipped'],
  smpp_good: ['smpp', 'ok'],
  smpp_away: ['smpp', 'failed'],
  smpp_simulated: ['smpp', 'failed'],
  smpp_of_demo: ['smpp', 'skipped'],
  smpp_not_asked: ['smpp', 'skipped'],
  mail_good: ['mail', 'ok'],
  mail_away: ['mail', 'failed'],
  mail_none: ['mail', 'skipped'],
  mail_not_asked: ['mail', 'skipped'],
  smdp_good: ['smdp', 'ok'],
  smdp_away: ['smdp', 'failed'],
  smdp_none: ['smdp', 'skipped'],
  smdp_not_asked: ['smdp', 'skipped'],
  account_facts_good: ['account_facts', 'ok'],
  account_facts_away: ['account_facts', 'failed'],
  account_facts_none: ['account_facts', 'skipped'],
  account_facts_not_asked: ['account_facts', 'skipped'],
  switching_codes_good: ['switching_codes', 'ok'],
  switching_codes_away: ['switching_codes', 'failed'],
  switching_codes_none: ['switching_codes', 'skipped'],
  switching_codes_not_asked: ['switching_codes', 'skipped'],
  disk_good: ['disk', 'ok'],
  disk_low: ['disk', 'warning'],
  disk_full: ['disk', 'failed'],
  audit_good: ['audit', 'ok'],
  audit_empty: ['audit', 'ok'],
  audit_late: ['audit', 'failed'],
  log_good: ['log', 'ok'],
  log_none: ['log', 'skipped'],
  log_key_elsewhere: ['log', 'warning'],
  log_rolled_back: ['log', 'failed'],
  log_not_shown: ['log', 'failed'],
  log_head_unreadable: ['log', 'failed'],
  witness_away: ['log', 'warning'],
  witnesses_bad: ['log', 'failed'],
  worker_good: ['worker', 'ok'],
  worker_none: ['worker', 'failed'],
  work_late: ['worker', 'failed'],
  cases_stuck: ['worker', 'warning'],
  connector_paused: ['worker', 'warning'],
  messages_good: ['messages', 'ok'],
  messages_late: ['messages', 'failed'],
  not_looked: ['database', 'skipped'],
} as const satisfies Readonly<Record<string, readonly [Check, FindingState]>>;

export type FindingCode = keyof typeof FINDINGS;
/** Plain values, never secrets. */
export type FindingFacts = Readonly<Record<string, string | number>>;

export interface Finding {
  readonly code: FindingCode;
  readonly facts: FindingFacts;
}

/** How a finding reads. */
export interface FindingText {
  readonly says: (facts: FindingFacts) => string;
  /** What to do about it; null where there is nothing to do. */
  readonly todo: ((facts: FindingFacts) => string) | null;
}

export const checkOf = ({ code }: Finding): Check => FINDINGS[code][0];
export const stateOf = ({ code }: Finding): FindingState => FINDINGS[code][1];
