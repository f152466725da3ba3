import type { RetentionClass } from '../../domain/people/retention.ts';

/**
 * What becomes of every table and column when people are erased. `:people` are their ids, `:cases` the cases of their own lines, `:lines`
 * the lines that they hold, `:asked` the cases and `:requests` the requests that they made for others.
 *
 * - `goes`: the rows are deleted.
 * - `blanked`: `set` is written over what was theirs, `keeps` stays.
 * - `nobody`: no column is a person's; each is named, so that a new one is thought about.
 * - `short`: what cannot be found by a person, and is gone by its own clock after thirty days or as its setting says
 *   (`src/store/retention.ts`).
 *
 * `test/store/erasure/tables.test.ts` fails when the schema has a column that is not in it.
 */
export type Fate =
  | { readonly fate: 'goes'; readonly class: RetentionClass; readonly where: string }
  | {
      readonly fate: 'blanked';
      readonly class: RetentionClass;
      readonly where: string;
      readonly set: Readonly<Record<string, string>>;
      readonly keeps: string;
      /** What is theirs in rows of somebody else. */
      readonly further?: readonly {
        readonly where: string;
        readonly set: Readonly<Record<string, string>>;
      }[];
    }
  | { readonly fate: 'nobody'; readonly keeps: string }
  | { readonly fate: 'short' };

/** Whose lines, cases and accounts are of somebody who was erased. No id of the operator has parentheses. */
export const ERASED_PARTY = '(erased)';

const ERASED = `'${ERASED_PARTY}'`;
const goes = (where: string, of: RetentionClass = 'identity'): Fate => ({ fate: 'goes', class: of, where });
const blanked = (
  where: string,
  set: Readonly<Record<string, string>>,
  keeps: string,
  of: RetentionClass = 'identity',
): Extract<Fate, { readonly fate: 'blanked' }> => ({ fate: 'blanked', class: of, where, set, keeps });
const nobody = (keeps: string): Fate => ({ fate: 'nobody', keeps });
const short: Fate = { fate: 'short' };

const OF_PERSON = 'party_id = any(:people)';
const OF_CASE = 'case_id = any(:cases)';

const CASE_KEEPS =
  'case_id reference line_id lane stage due_at attempts crashes lease lease_until intent_at plan plan_version jurisdiction province rulebook_version channel urgent reason wanted_end_on declared_at identified_at confirmed_at service_ended_at billing_end_on release_on early_termination currency detach detach_deadline bill certificate_id withdraw_requested_at outcome waiting_for problem updated_at closed_at route confidential paused_at paused_until';

/** In the order in which they are carried out: what refers to a row goes before it. */
export const FATES = {
  // What a person gave, asked or was told.
  contact: goes(OF_PERSON, 'contacts'),
  session: goes(OF_PERSON),
  one_time_code: goes(OF_PERSON),
  presence_code: goes(OF_PERSON),
  text_stop: goes(OF_PERSON),
  desk_receipt: goes(OF_PERSON),
  letter: goes(OF_PERSON),
  document_photo: goes(OF_PERSON, 'decisions'),
  counter_visit: goes(OF_PERSON, 'decisions'),
  attendance: goes(OF_PERSON, 'decisions'),
  appointment: goes(OF_PERSON),
  account_export_part: goes(`export_id in (select export_id from account_export where ${OF_PERSON})`),
  account_export: goes(OF_PERSON),
  dispute: goes(OF_PERSON),
  refund_destination: goes(`${OF_CASE} and ${OF_PERSON}`),
  switching_code: goes('holder_id = any(:people)'),
  inbound_text: goes('holder_id = any(:people)'),
  declaration: goes(`holder_id = any(:people) or ${OF_CASE}`),
  outbox: goes(`${OF_CASE} or case_id = any(:asked) and ${OF_PERSON} or case_id is null and ${OF_PERSON}`),
  approval_request: goes(`${OF_CASE} or line_id = any(:lines) or about = any(:requests::text[])`),
  card_label: goes(OF_CASE),
  special_request_photo: goes('request_id = any(:requests)'),
  complaint: goes(OF_PERSON),
  legal_hold: goes(OF_PERSON),

  // What stays of what was done, and of the operator's numbers, cards and money.
  special_request: blanked(
    'requester_id = any(:people)',
    { requester_id: ERASED, body_enc: 'null', refusal_enc: 'null' },
    'request_id reference route wish channel taken_by received_at decide_by jurisdiction receipt_hash receipt_factors confidential state decided_at decided_by',
  ),
  decision: blanked(
    `${OF_PERSON} and inputs_enc <> ''`,
    { party_id: ERASED, inputs_enc: `''`, inputs_bidx: `''` },
    'decision_id case_id line_id kind at verdict jurisdiction province rulebook_version ruled_on running_version running_on findings route',
    'decisions',
  ),
  evidence: blanked(
    `${OF_CASE} and salt <> ''`,
    { exchange_enc: 'null', salt: `''` },
    'evidence_id case_id access_id stage element interface meaning node_domain node_name at hash part',
    'disclosures',
  ),
  certificate: blanked(
    OF_CASE,
    { disclosures_enc: `''` },
    'certificate_id case_id line_id jwt status_list status_index supersedes superseded_by revoked_at revoked_reason issued_at',
    'disclosures',
  ),
  euicc_notification: blanked(
    OF_PERSON,
    { party_id: ERASED, raw_enc: `''`, salt: `''` },
    'notification_id received_at via digest repeats hash verdict reason event eid iccid seq_number address line_id reviewed_at reviewed_by',
    'disclosures',
  ),
  unbinding: blanked(
    OF_CASE,
    { holder_id: ERASED },
    'case_id iccid line_id eid requested_at wait_until reported_at reported_by reminded_at result result_at notification_id ended_at',
  ),
  esim_profile: blanked(
    'line_id = any(:lines) and label_enc is not null',
    { label_enc: 'null' },
    'iccid line_id eid state smdp_address matching_id notifies_deletion deleted_at asked_at updated_at',
  ),
  // Nobody with an open case is erased; a restored backup can have one that was over long before.
  termination: goes('holder_id = any(:people)'),
  termination_closed: {
    ...blanked(
      OF_CASE,
      {
        holder_id: ERASED,
        requester_id: `case when requester_id is not null then ${ERASED} end`,
        snapshot_enc: 'null',
        receipt_hash: `''`,
        receipt_factors: `'{}'`,
      },
      CASE_KEEPS,
    ),
    further: [
      {
        where: 'case_id = any(:asked) and requester_id = any(:people)',
        set: { requester_id: ERASED, receipt_hash: `''` },
      },
    ],
  },
  line: {
    ...blanked(
      'holder_id = any(:people)',
      {
        holder_id: ERASED,
        user_id: 'null',
        split_from: `'{}'`,
        row_hash: 'null',
        ties: `'[]'`,
        holds: `'[]'`,
        own_holds: `'[]'`,
        port_out: 'null',
        contract: 'null',
      },
      'line_id account_id status jurisdiction province opened_on opened_channel payment plan_name monthly_fee currency last_roamed_on range_holder updated_at',
    ),
    further: [
      { where: 'user_id = any(:people)', set: { user_id: 'null', row_hash: 'null' } },
      {
        where: `split_from <> '{}' and split_from && :people`,
        set: {
          split_from: 'array(select one from unnest(split_from) one where one <> all(:people))',
          row_hash: 'null',
        },
      },
    ],
  },
  account: blanked('payer_id = any(:people)', { payer_id: ERASED }, 'account_id currency updated_at'),
  party: blanked(
    OF_PERSON,
    {
      data_key_wrapped: 'null',
      key_epoch: 'null',
      name_enc: 'null',
      name_bidx: 'null',
      document_type: 'null',
      document_country: 'null',
      document_enc: 'null',
      document_bidx: 'null',
      language: 'default',
      known_since: 'now()',
      updated_at: 'now()',
      erased_classes: `'{}'`,
      without_line_since: 'null',
      retention_look_on: 'null',
      erased_at: 'now()',
    },
    'party_id kind bidx_version',
  ),

  // The operator's own inventory, and what happened without anybody's content.
  erasure: nobody('erasure_id party_id at why rule_id rule_version'),
  access: nobody('access_id line_id kind imsi iccid eid from_at to_at'),
  msisdn_assignment: nobody('line_id msisdn from_at to_at'),
  number_ledger: nobody(
    'msisdn state line_id range_holder since release_on ended_on reasons judged_at released_at',
  ),
  number_flag: nobody('msisdn because note flagged_by flagged_at'),
  number_texts: nobody('msisdn on_day texts'),
  number_batch: nobody(
    'batch_id kind range_holder numbers digest proposed_by released_at released_by approved_by',
  ),
  number_batch_item: nobody('batch_id msisdn outcome fed_in'),
  number_disconnect: nobody('msisdn disconnected_on noted_at fed_rnd fed_mnrl'),
  number_feed: nobody(
    'feed_id kind recipient period due_on made_at made_by through_on rows omitted sha256 sent_at sent_by',
  ),
  number_feed_part: nobody('feed_id n body'),
  device: nobody('eid imei last_seen_at updated_at first_seen_at'),
  audit: nobody('audit_id case_id line_id at actor action facts sealed_as'),
  audit_seal: nobody('last first chain sealed_at'),
  billing_account: nobody('account_id currency balance unbilled'),
  billing_invoice: nobody(
    'invoice_id effect_key account_id line_id kind items total currency due_on made_at',
  ),
  billing_refund: nobody('invoice_id amount currency state'),
  late_usage: nobody(
    'case_id usage_id line_id used_on amount currency invoice_id certificate_id booked_by booked_at',
  ),
  charge: nobody(
    'charge_id digest received_at received_from line_id case_id kind from_on to_on amount currency verdict because held_from held_amount dispute dispute_ref certificate_id reason settled_at settled_by attempts failed next_at',
  ),
  billing_charge_dispute: nobody('effect_key dispute_ref charge_id line_id amount currency made_at'),
  reconciliation_run: nobody('run_id started_by cut_at finished_at'),
  reconciliation_part: nobody(
    'run_id part place looked found parked_until parked_for taken_until finished_at',
  ),
  reconciliation_finding: nobody(
    'finding_id kind part subject line_id facts first_seen_at last_seen_at last_run clear_asked_at clear_asked_by clear_failed resolved_at resolved_as resolved_by note',
  ),
  fraud_review: nobody(
    'review_id reference line_id why times opened_at opened_by state decided_at decided_by released_at released_by',
  ),
  special_request_line: nobody('request_id line_id outcome checks case_id'),
  returned_card: nobody('card_id iccid case_id line_id condition came_by bag_id taken_in_at left_as left_at'),
  custody_move: nobody('move_id kind card_id bag_id batch_id at signed_by counted seal'),
  card_bag: nobody('bag_id number shop state seal batch_id opened_at'),
  card_batch: nobody('batch_id number state seal destroyer opened_at differs_since'),
  card_scan: nobody('batch_id position scanned bag scanned_by scanned_at'),
  card_destruction: nobody(
    'batch_id destroyed_on method particle_class weight_grams reference witness_enc recorded_at',
  ),
  campaign: nobody(
    'campaign_id name started_by started_at state upload uploaded_at uploaded_by rows valid_rows faults digest receiving last_upload received_rows received_at receive_fault preview preview_state previewed_to previewed_rows previewed_at outcomes blockers run_by run_channel run_began_at run_to run_rows results approved_by state_by state_at ended_at leased_until turn_at portion_fault receive_fault_facts erased_at',
  ),
  campaign_line: nobody('campaign_id line_id result checks case_id decided_at row_number'),
  campaign_preview: nobody('campaign_id row_number preview outcome checks'),
  group_retry: nobody(
    'retry_id stage code element asked_by asked_at finished_at cause_still_there confidential',
  ),
  group_retry_case: nobody('retry_id case_id result why retried_at outcome stuck_code stuck_element'),
  log_queue: nobody('queue_id entry certificate_id'),
  log_leaf: nobody('leaf_index entry certificate_id'),
  log_tile: nobody('level tile_index hashes'),
  log_tree: nobody('one size root'),
  log_checkpoint: nobody('state origin size root note at'),
  log_witness: nobody('name origin size asked_at cosigned_at fault'),
  log_key: nobody('origin vkey'),
  status_list: nobody('list_no shuffle_key'),
  rulebook: nobody(
    'jurisdiction version body loaded_at state proposed_by asked_by approved_by in_force_since superseded_at absent_since',
  ),
  store: nobody(
    'store_id names jurisdiction province city address phone services hours time_zone slot_minutes places position closed_at',
  ),
  channel_block: nobody('key source note added_at added_by'),
  api_token: nobody('token_hash name scopes created_at revoked_at'),
  connector: nobody('name failures open_until reason'),
  key_encryption_key_epoch: nobody('epoch check_value created_at emptied_at'),
  destroyed_key_epoch: nobody('epoch created_at destroyed_at'),
  schema_migration: nobody('name applied_at'),
  switching_cursor: nobody('one cursor'),
  demo_seed: nobody('one made_at lines'),
  // Fictional people; nothing but the demo writes it.
  demo_inbox: nobody('id msisdn text at'),
  // The operator's own people.
  staff_member: nobody('subject name signed_in_at'),
  staff_session: nobody(
    'session_id token_hash subject issuer sid roles shop id_token_enc authenticated_at strong created_at seen_at ends_at ended_at ended_by',
  ),
  staff_logout: nobody('issuer jti taken_at'),
  hotline_extension: nobody('extension subject since'),
  work_assignment: nobody('kind item assigned_to assigned_by assigned_at'),

  // Gone by themselves.
  agent_code: short,
  attempt_counter: short,
  campaign_row: short,
  code_budget: short,
  delivery_part: short,
  hotline_call: short,
  idempotency: short,
  import_row: short,
  inbound_text_part: short,
  reconciliation_seen: short,
  rulebook_simulation: short,
  rulebook_simulation_change: short,
  scam_campaign: short,
  scam_report: short,
  staff_draft: short,
  text_signature: short,
  voice_call: short,
  voice_hand_over: short,
} as const satisfies Readonly<Record<string, Fate>>;
