import { type ErrorCode, HandbackError } from '../../domain/errors.ts';
import type { Language } from '../../domain/values/language.ts';
import { errorText } from '../../messages/errors.ts';
import { isConnectionFailure } from '../../store/database/database.ts';
import { asRequestInvalid, type SchemaFault } from './unknown-fields.ts';

/** The one map from code to HTTP status; the compiler wants an entry for every code. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  msisdn_invalid: 422,
  msisdn_not_international: 422,
  imsi_invalid: 422,
  iccid_invalid: 422,
  eid_invalid: 422,
  document_invalid: 422,
  code_invalid: 422,
  date_invalid: 422,
  money_invalid: 422,
  contact_invalid: 422,
  signature_missing: 422,
  signature_too_short: 422,
  signature_invalid: 422,
  photo_invalid: 422,
  passphrase_invalid: 422,
  field_missing: 422,
  text_missing: 422,
  text_too_long: 413,
  field_invalid: 422,
  line_input_invalid: 422,
  upload_broken_off: 400,
  import_file_invalid: 422,
  request_invalid: 422,
  operator_file_invalid: 500,
  channels_invalid: 500,
  reports_exhausted: 429,
  scam_campaign_unknown: 404,
  scam_campaign_decided: 409,
  channel_block_unknown: 404,
  stores_invalid: 422,
  store_unknown: 404,
  slot_unknown: 409,
  slot_taken: 409,
  appointments_exhausted: 409,
  appointments_from_here: 429,
  appointment_unknown: 404,
  appointment_over: 409,
  export_for_people_only: 403,
  export_under_way: 409,
  exports_exhausted: 429,
  export_unknown: 404,
  export_not_there: 409,
  complaint_unknown: 404,
  complaint_answered: 409,
  complaints_exhausted: 409,
  serving_nodes_invalid: 500,
  database_unfit: 503,
  rulebook_invalid: 500,
  rulebook_missing: 500,
  rulebook_unknown: 404,
  rulebook_unfit: 409,
  rulebook_impossible: 409,
  simulation_unknown: 404,
  simulation_running: 409,
  schema_unknown: 500,
  vault_missing: 500,
  vault_differs: 500,
  vault_not_a_file: 500,
  epoch_missing: 500,
  epoch_destroyed: 500,
  epoch_unknown: 404,
  epoch_in_use: 409,
  epoch_needed: 409,
  erasures_missing: 500,
  erasure_journal_damaged: 500,
  erasure_journal_foreign: 500,
  subject_unknown: 404,
  not_erasable: 409,
  legal_hold_unknown: 404,
  legal_hold_own: 403,
  issuer_invalid: 500,
  key_ring_exposed: 500,
  key_ring_damaged: 500,
  key_ring_other_issuer: 500,
  key_ring_changed: 503,
  key_unknown: 404,
  trust_invalid: 422,
  log_key_missing: 500,
  log_rolled_back: 500,
  log_damaged: 500,
  witnesses_invalid: 500,
  certificate_not_logged: 409,
  statement_invalid: 500,
  render_failed: 503,
  not_signed_in: 401,
  forbidden: 403,
  role_needed: 403,
  approval_needed: 409,
  approval_open: 409,
  approval_unknown: 404,
  approval_over: 410,
  approval_own: 403,
  approval_outdated: 409,
  approval_asker_gone: 409,
  sign_in_again: 403,
  attendance_over: 410,
  issuer_away: 503,
  sign_in_refused: 403,
  session_was_over: 401,
  no_desks: 404,
  no_role: 403,
  staff_file_invalid: 500,
  factor_needed: 403,
  answer_wrong: 403,
  answer_locked: 429,
  code_over: 403,
  code_too_soon: 429,
  code_too_many: 429,
  codes_exhausted: 429,
  too_many_requests: 429,
  line_unknown: 404,
  line_conflict: 409,
  msisdn_taken: 409,
  msisdn_quarantined: 409,
  imsi_taken: 409,
  iccid_taken: 409,
  profile_unknown: 404,
  notification_unknown: 404,
  number_unknown: 404,
  number_rests_not: 409,
  number_batch_unknown: 404,
  number_batch_released: 409,
  feed_unknown: 404,
  feed_made: 409,
  feed_not_made: 409,
  feed_too_early: 409,
  feed_refused: 409,
  charge_unknown: 404,
  charge_settled: 409,
  charge_conflict: 409,
  run_unknown: 404,
  difference_unknown: 404,
  difference_resolved: 409,
  difference_by_hand: 409,
  dispute_unknown: 404,
  dispute_dealt_with: 409,
  finding_unknown: 404,
  notice_unknown: 404,
  notice_not_retryable: 409,
  account_conflict: 409,
  holder_erased: 409,
  case_unknown: 404,
  case_open: 409,
  not_eligible: 409,
  cannot_tell: 503,
  lock_unknown: 404,
  case_paused: 409,
  withdraw_too_late: 409,
  stage_conflict: 409,
  stage_not_skippable: 409,
  nothing_stuck: 409,
  group_retry_running: 409,
  group_retry_unknown: 404,
  visit_unknown: 404,
  visit_step_open: 409,
  document_check_incomplete: 409,
  document_expired: 409,
  materials_missing: 409,
  photo_unknown: 404,
  text_unknown: 404,
  text_signature_invalid: 401,
  text_replayed: 409,
  special_request_unknown: 404,
  special_request_decided: 409,
  special_line_unfit: 422,
  campaign_unknown: 404,
  campaign_conflict: 409,
  certificate_unknown: 404,
  disclosure_unknown: 422,
  certificate_not_ready: 409,
  agent_unknown: 422,
  call_unknown: 404,
  hand_over_unknown: 404,
  hand_over_taken: 409,
  hand_overs_too_many: 429,
  fraud_review_unknown: 404,
  fraud_review_decided: 409,
  line_ended: 409,
  receipt_gone: 409,
  letter_unknown: 404,
  presence_impossible: 409,
  card_not_ours: 409,
  card_of_other_line: 409,
  card_is_esim: 409,
  card_case_missing: 409,
  card_needs_desk: 403,
  card_too_early: 409,
  card_taken_in: 409,
  card_unknown: 404,
  card_line_goes_on: 409,
  card_label_invalid: 422,
  card_label_unknown: 404,
  bag_unknown: 404,
  batch_unknown: 404,
  custody_conflict: 409,
  custody_differs: 409,
  custody_same_person: 409,
  not_found: 404,
  payload_too_large: 413,
  media_type_unsupported: 415,
  not_acceptable: 406,
  idempotency_key_missing: 400,
  idempotency_key_reused: 422,
  idempotency_in_progress: 409,
  idempotency_answer_withheld: 409,
  precondition_failed: 412,
  unavailable: 503,
  internal: 500,
};

/** Problem details (RFC 9457). `code` is stable; `title` and `detail` are in the reader's language. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** @param reader whose words: a subscriber's, or those of the operator's own people and systems */
export function toProblem(
  error: HandbackError,
  language: Language,
  reader: 'person' | 'operator' = 'person',
): Problem {
  const { title, detail } = errorText(language, error.code, error.facts, reader);
  return {
    type: `urn:handback:error:${error.code}`,
    title,
    status: STATUS[error.code],
    detail,
    code: error.code,
    retryable: error.retryable,
    ...(Object.keys(error.facts).length > 0 ? { facts: error.facts } : {}),
  };
}

/** The troubles on our side that a caller can do something about; of others the world learns nothing. */
const OWN_TROUBLES: ReadonlySet<ErrorCode> = new Set([
  'unavailable',
  'cannot_tell',
  'render_failed',
  'internal',
]);

/** What the database says of a text with U+0000, which only a caller can have sent: in a column, and in JSON. */
const UNSTORABLE: ReadonlySet<string> = new Set(['22021', '22P05']);

const PLACES: Readonly<Record<string, string>> = { querystring: 'query', params: 'path', headers: 'header' };

/** Whatever was thrown, as one of our own codes; what is not ours tells the world nothing. */
export function asHandbackError(error: unknown): HandbackError {
  if (error instanceof HandbackError) {
    return STATUS[error.code] < 500 || OWN_TROUBLES.has(error.code)
      ? error
      : new HandbackError('internal', {}, { cause: error });
  }
  const { code, statusCode, validation, validationContext } = error as {
    code?: string;
    statusCode?: number;
    validation?: readonly SchemaFault[];
    validationContext?: string;
  };
  if (validation !== undefined)
    return asRequestInvalid(validation, PLACES[validationContext ?? ''] ?? 'body');
  if (statusCode === 413) return new HandbackError('payload_too_large', {}, { cause: error });
  if (statusCode === 415) return new HandbackError('media_type_unsupported', {}, { cause: error });
  if (statusCode === 429) return new HandbackError('too_many_requests', {}, { cause: error });
  if (statusCode === 404) return new HandbackError('not_found', {}, { cause: error });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new HandbackError('request_invalid', { field: 'body', reason: code ?? '' }, { cause: error });
  if (code !== undefined && UNSTORABLE.has(code))
    return new HandbackError('request_invalid', { reason: 'nul' }, { cause: error });
  if (isConnectionFailure(error)) return new HandbackError('unavailable', {}, { cause: error });
  return new HandbackError('internal', {}, { cause: error });
}
