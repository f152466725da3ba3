/**
 * Every stable error code that leaves Handback, with whether trying again can help.
 * The texts by language are in `src/messages/`, the HTTP status in `src/http/kit/problem.ts`; both are
 * checked against this list by the compiler.
 */
export const ERRORS = {
  // values that a person or system gives
  msisdn_invalid: { retryable: false },
  msisdn_not_international: { retryable: false },
  imsi_invalid: { retryable: false },
  iccid_invalid: { retryable: false },
  eid_invalid: { retryable: false },
  document_invalid: { retryable: false },
  code_invalid: { retryable: false },
  date_invalid: { retryable: false },
  money_invalid: { retryable: false },
  contact_invalid: { retryable: false },
  signature_missing: { retryable: false },
  signature_too_short: { retryable: false },
  signature_invalid: { retryable: false },
  photo_invalid: { retryable: false },
  field_missing: { retryable: false },
  text_missing: { retryable: false },
  text_too_long: { retryable: false },
  field_invalid: { retryable: false },
  line_input_invalid: { retryable: false },
  upload_broken_off: { retryable: true },
  import_file_invalid: { retryable: false },
  request_invalid: { retryable: false },
  // rulebook
  operator_file_invalid: { retryable: false },
  channels_invalid: { retryable: false },
  reports_exhausted: { retryable: true },
  scam_campaign_unknown: { retryable: false },
  scam_campaign_decided: { retryable: false },
  channel_block_unknown: { retryable: false },
  stores_invalid: { retryable: false },
  store_unknown: { retryable: false },
  slot_unknown: { retryable: false },
  slot_taken: { retryable: false },
  appointments_exhausted: { retryable: false },
  appointments_from_here: { retryable: true },
  appointment_unknown: { retryable: false },
  appointment_over: { retryable: false },
  serving_nodes_invalid: { retryable: false },
  database_unfit: { retryable: false },
  rulebook_invalid: { retryable: false },
  rulebook_missing: { retryable: false },
  rulebook_unknown: { retryable: false },
  rulebook_unfit: { retryable: false },
  rulebook_impossible: { retryable: false },
  simulation_unknown: { retryable: false },
  simulation_running: { retryable: true },
  // the database
  schema_unknown: { retryable: false },
  vault_missing: { retryable: false },
  vault_differs: { retryable: false },
  // certificates and their keys
  issuer_invalid: { retryable: false },
  key_ring_exposed: { retryable: false },
  key_ring_damaged: { retryable: false },
  key_ring_other_issuer: { retryable: false },
  key_ring_changed: { retryable: true },
  key_unknown: { retryable: false },
  trust_invalid: { retryable: false },
  statement_invalid: { retryable: false },
  render_failed: { retryable: true },
  // the public log
  log_key_missing: { retryable: false },
  log_rolled_back: { retryable: false },
  log_damaged: { retryable: false },
  witnesses_invalid: { retryable: false },
  certificate_not_logged: { retryable: true },
  // who asks
  not_signed_in: { retryable: false },
  forbidden: { retryable: false },
  role_needed: { retryable: false },
  approval_needed: { retryable: false },
  approval_open: { retryable: false },
  approval_unknown: { retryable: false },
  approval_over: { retryable: false },
  approval_own: { retryable: false },
  approval_outdated: { retryable: false },
  approval_asker_gone: { retryable: false },
  sign_in_again: { retryable: false },
  attendance_over: { retryable: false },
  issuer_away: { retryable: true },
  sign_in_refused: { retryable: false },
  session_was_over: { retryable: false },
  no_desks: { retryable: false },
  no_role: { retryable: false },
  staff_file_invalid: { retryable: false },
  factor_needed: { retryable: false },
  answer_wrong: { retryable: false },
  answer_locked: { retryable: true },
  code_over: { retryable: false },
  code_too_soon: { retryable: true },
  code_too_many: { retryable: true },
  codes_exhausted: { retryable: true },
  too_many_requests: { retryable: true },
  // lines and cases
  line_unknown: { retryable: false },
  line_conflict: { retryable: false },
  msisdn_taken: { retryable: false },
  msisdn_quarantined: { retryable: false },
  imsi_taken: { retryable: false },
  iccid_taken: { retryable: false },
  profile_unknown: { retryable: false },
  notification_unknown: { retryable: false },
  account_conflict: { retryable: false },
  holder_erased: { retryable: false },
  dispute_unknown: { retryable: false },
  dispute_dealt_with: { retryable: false },
  finding_unknown: { retryable: false },
  case_unknown: { retryable: false },
  notice_unknown: { retryable: false },
  notice_not_retryable: { retryable: false },
  case_open: { retryable: false },
  not_eligible: { retryable: false },
  cannot_tell: { retryable: true },
  lock_unknown: { retryable: false },
  case_paused: { retryable: true },
  withdraw_too_late: { retryable: false },
  stage_conflict: { retryable: true },
  stage_not_skippable: { retryable: false },
  nothing_stuck: { retryable: false },
  group_retry_running: { retryable: true },
  group_retry_unknown: { retryable: false },
  visit_unknown: { retryable: false },
  visit_step_open: { retryable: false },
  document_check_incomplete: { retryable: false },
  document_expired: { retryable: false },
  materials_missing: { retryable: false },
  photo_unknown: { retryable: false },
  certificate_unknown: { retryable: false },
  disclosure_unknown: { retryable: false },
  certificate_not_ready: { retryable: true },
  // desks
  agent_unknown: { retryable: false },
  call_unknown: { retryable: false },
  hand_over_unknown: { retryable: false },
  hand_over_taken: { retryable: false },
  hand_overs_too_many: { retryable: true },
  fraud_review_unknown: { retryable: false },
  fraud_review_decided: { retryable: false },
  receipt_gone: { retryable: false },
  letter_unknown: { retryable: false },
  presence_impossible: { retryable: false },
  // texts that come in
  line_ended: { retryable: false },
  text_unknown: { retryable: false },
  text_signature_invalid: { retryable: false },
  text_replayed: { retryable: false },
  // special requests
  special_request_unknown: { retryable: false },
  special_request_decided: { retryable: false },
  special_line_unfit: { retryable: false },
  // campaigns
  campaign_unknown: { retryable: false },
  campaign_conflict: { retryable: false },
  // old cards
  card_not_ours: { retryable: false },
  card_of_other_line: { retryable: false },
  card_is_esim: { retryable: false },
  card_case_missing: { retryable: false },
  card_needs_desk: { retryable: false },
  card_too_early: { retryable: false },
  card_taken_in: { retryable: false },
  card_unknown: { retryable: false },
  card_line_goes_on: { retryable: false },
  card_label_invalid: { retryable: false },
  card_label_unknown: { retryable: false },
  bag_unknown: { retryable: false },
  batch_unknown: { retryable: false },
  custody_conflict: { retryable: false },
  custody_differs: { retryable: false },
  custody_same_person: { retryable: false },
  // HTTP itself
  not_found: { retryable: false },
  payload_too_large: { retryable: false },
  media_type_unsupported: { retryable: false },
  not_acceptable: { retryable: false },
  idempotency_key_missing: { retryable: false },
  idempotency_key_reused: { retryable: false },
  idempotency_in_progress: { retryable: true },
  idempotency_answer_withheld: { retryable: false },
  precondition_failed: { retryable: false },
  unavailable: { retryable: true },
  internal: { retryable: true },
} as const satisfies Record<string, { readonly retryable: boolean }>;

export type ErrorCode = keyof typeof ERRORS;

/** Facts that a message may show: plain values, never secrets, never a full number or document. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** The one error class of Handback: a stable code and the facts that belong to it. */
export class HandbackError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'HandbackError';
    this.code = code;
    this.facts = facts;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}
