-- Instants are timestamptz, local dates are date, money is integer minor units.
-- Columns that end in _enc hold AES-256-GCM under the person's data key; _bidx are keyed look-up hashes.

create table key_encryption_key_epoch (
  epoch int primary key,
  -- A keyed hash that only the right keys make: with others the personal data would be unreadable, and nobody would notice.
  check_value bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz
);

-- Every rulebook version that a case may have pinned.
create table rulebook (
  jurisdiction text not null,
  version text not null,
  body jsonb not null,
  loaded_at timestamptz not null default now(),
  primary key (jurisdiction, version)
);

create table party (
  party_id text primary key,
  kind text not null check (kind in ('natural', 'legal')),
  data_key_wrapped bytea,
  key_epoch int not null references key_encryption_key_epoch,
  language text not null default 'zh-CN' check (language in ('zh-CN', 'en')),
  name_enc bytea,
  document_type text,
  document_country text,
  document_enc bytea,
  document_bidx bytea,
  bidx_version smallint not null default 1,
  erased_at timestamptz,
  updated_at timestamptz not null default now()
);
create index party_document on party (document_bidx) where document_bidx is not null;

create table contact (
  contact_id uuid primary key default uuidv7(),
  party_id text not null references party,
  channel text not null check (channel in ('sms', 'email', 'post')),
  value_enc bytea not null,
  value_bidx bytea not null,
  verified_at timestamptz,
  changed_at timestamptz not null default now(),
  -- A number that was typed at a confirmation is told things; only one that the operator knows proves who somebody is.
  origin text not null default 'operator' check (origin in ('operator', 'confirmation')),
  unique (party_id, channel, value_bidx)
);

create table account (
  account_id text primary key,
  payer_id text not null references party,
  currency text not null,
  updated_at timestamptz not null default now()
);

create table line (
  line_id text primary key,
  holder_id text not null references party,
  user_id text references party,
  account_id text not null references account,
  status text not null check (status in ('active', 'barred', 'ended')),
  jurisdiction text not null,
  province text,
  opened_on date not null,
  opened_channel text not null,
  payment text not null check (payment in ('prepaid', 'postpaid')),
  plan_name text not null,
  monthly_fee bigint not null,
  currency text not null,
  contract jsonb,
  ties jsonb not null default '[]',
  holds jsonb not null default '[]',
  port_out jsonb,
  last_roamed_on date,
  range_holder text,
  row_hash bytea,
  updated_at timestamptz not null default now()
);
create index line_holder on line (holder_id);
-- Whether an account pays for other lines too is asked at each final bill.
create index line_account on line (account_id);

-- Numbers and cards are recycled: which line had what, from when to when.
create table msisdn_assignment (
  line_id text not null references line,
  msisdn text not null,
  from_at timestamptz not null,
  to_at timestamptz,
  primary key (line_id, msisdn, from_at)
);
create unique index msisdn_current on msisdn_assignment (msisdn) where to_at is null;
-- A line has one number at a time; this also tells the planner so before there are statistics.
create unique index msisdn_of_line on msisdn_assignment (line_id) where to_at is null;

create table access (
  access_id text primary key,
  line_id text not null references line,
  kind text not null check (kind in ('sim', 'esim', 'companion')),
  imsi text not null,
  iccid text not null,
  eid text,
  from_at timestamptz not null,
  to_at timestamptz
);
create index access_line on access (line_id);
create unique index access_imsi_current on access (imsi) where to_at is null;

create table number_ledger (
  msisdn text primary key,
  state text not null check (state in
    ('free', 'reserved', 'assigned', 'ported_in', 'ported_out', 'quarantined', 'returned')),
  line_id text,
  range_holder text,
  since timestamptz not null default now(),
  release_on date
);
create index number_ledger_release on number_ledger (release_on) where state = 'quarantined';

-- One row an open case; the row is the queue entry. Closed cases move to termination_closed.
create table termination (
  case_id uuid primary key default uuidv7(),
  reference text not null,
  line_id text not null,
  holder_id text not null,
  lane smallint not null default 1 check (lane between 0 and 2),
  stage text not null,
  due_at timestamptz,
  attempts int not null default 0,
  crashes int not null default 0,
  lease uuid,
  lease_until timestamptz,
  intent_at timestamptz,
  plan text[] not null,
  plan_version smallint not null,
  jurisdiction text not null,
  province text,
  rulebook_version text not null,
  channel text not null check (channel in ('online', 'hotline', 'store')),
  urgent boolean not null default false,
  reason text,
  wanted_end_on date,
  declared_at timestamptz not null default now(),
  identified_at timestamptz not null default now(),
  confirmed_at timestamptz,
  service_ended_at timestamptz,
  billing_end_on date,
  release_on date,
  early_termination bigint,
  currency text not null,
  receipt_hash bytea not null,
  -- What had been proven when the receipt was given: it opens no more than that.
  receipt_factors text[] not null default '{}',
  snapshot_enc bytea,
  detach text check (detach in ('node_asked', 'acknowledged', 'not_attached', 'unconfirmed')),
  detach_deadline timestamptz,
  bill jsonb,
  certificate_id uuid,
  withdraw_requested_at timestamptz,
  outcome text check (outcome in ('completed', 'withdrawn', 'expired', 'holder_changed')),
  waiting_for text check (waiting_for in ('person', 'staff', 'cooling_off', 'device', 'serving_node', 'peer')),
  problem jsonb,
  updated_at timestamptz not null default now()
) with (fillfactor = 70);
create unique index termination_one_open_a_line on termination (line_id);
create unique index termination_reference on termination (reference);
create index termination_due on termination (lane, due_at) where due_at is not null;
create index termination_holder on termination (holder_id);

create table termination_closed (
  like termination including defaults,
  closed_at timestamptz not null,
  primary key (case_id, closed_at)
) partition by range (closed_at);
create index termination_closed_case on termination_closed (case_id);
create index termination_closed_line on termination_closed (line_id);
create index termination_closed_holder on termination_closed (holder_id);
create index termination_closed_reference on termination_closed (reference);

-- Makes the partition of the month that holds `at`, once.
create function ensure_closed_partition(at timestamptz) returns void language plpgsql as $$
declare
  first date := date_trunc('month', at at time zone 'UTC')::date;
  name text := 'termination_closed_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass(name) is null then
    perform pg_advisory_xact_lock(hashtext('ensure_closed_partition'));
    if to_regclass(name) is null then
      execute format('create table %I partition of termination_closed for values from (%L) to (%L)',
        name, first || ' 00:00:00+00', (first + interval '1 month')::date || ' 00:00:00+00');
    end if;
  end if;
end $$;
select ensure_closed_partition(now()), ensure_closed_partition(now() + interval '1 month');

-- Each decision of a rulebook on a line, with what it was decided from: the same comes out when it is decided again.
create table decision (
  decision_id uuid primary key default uuidv7(),
  case_id uuid,
  line_id text not null,
  party_id text not null,
  kind text not null check (kind in ('declaration', 'confirmation', 'campaign', 'recheck')),
  at timestamptz not null,
  verdict text not null check (verdict in ('eligible', 'blocked', 'cannot_tell')),
  jurisdiction text not null,
  province text,
  rulebook_version text not null,
  ruled_on date not null,
  -- By which the rules marked `running` were taken; null where all are those of the day.
  running_version text,
  running_on date,
  -- Of each finding: check, effect, and the rule with its version.
  findings jsonb not null,
  -- A keyed hash of kind, rules and facts: the same decision made again is not kept again.
  inputs_bidx bytea not null,
  -- The facts of the line, the account's standing and the date, under the person's key.
  inputs_enc bytea not null
);
create index decision_case on decision (case_id) where case_id is not null;
create index decision_line on decision (line_id, at);

-- A declaration of the public form. Any number of them may wait for one number; a case begins only when the holder takes
-- one up.
create table declaration (
  declaration_id uuid primary key default uuidv7(),
  reference text not null unique,
  -- Of the number that was given, whether or not anybody has it.
  number_bidx bytea not null,
  -- Who had the number then; null where nobody had, and where the holder had said that such forms are not theirs.
  line_id text,
  holder_id text,
  received_at timestamptz not null default now(),
  expires_at timestamptz not null,
  receipt_hash bytea not null,
  -- When the holder was told of it: once a day, however many come.
  told_at timestamptz,
  -- The case that came of it.
  case_id uuid,
  -- "Not me": until then further forms for the number open nothing.
  quiet_until timestamptz,
  -- Under the operator's own key: no person is known yet.
  body_enc bytea not null
);
create index declaration_answered on declaration (number_bidx) where told_at is not null or quiet_until is not null;
create index declaration_line on declaration (line_id, received_at) where line_id is not null;

-- "This is wrong": what the holder of a line says against a finding. Staff read it; no decision changes by it.
create table dispute (
  dispute_id uuid primary key default uuidv7(),
  -- The receipt number.
  reference text not null unique,
  line_id text not null,
  case_id uuid,
  party_id text not null references party,
  -- Which finding: a keyed hash of its check, its rule and whom it is about.
  finding text not null,
  check_name text not null,
  effect text not null,
  rule_id text not null,
  rule_version int not null,
  made_at timestamptz not null,
  text_enc bytea not null,
  unique (line_id, party_id, finding)
);

-- Where a person wants what is left of their money; the operator's billing pays it.
create table refund_destination (
  case_id uuid primary key,
  party_id text not null references party,
  destination_enc bytea not null,
  said_at timestamptz not null
);

create table audit (
  audit_id uuid primary key default uuidv7(),
  case_id uuid,
  line_id text,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  facts jsonb,
  -- Its place in the chain; null until the sealer saw it committed.
  sealed_as bigint
);
create index audit_case on audit (case_id);
create index audit_unsealed on audit (audit_id) where sealed_as is null;

-- The chain over the audit rows, a link for each batch of them. Keyed: who can write here but has not the key cannot
-- compute a link. A worker that saw a link stops when it is gone.
create table audit_seal (
  last bigint primary key,
  first bigint not null unique,
  chain bytea not null,
  sealed_at timestamptz not null default now()
);

create table outbox (
  message_id uuid primary key default uuidv7(),
  case_id uuid,
  party_id text,
  kind text not null,
  channel text not null,
  contact_id uuid,
  to_msisdn_enc bytea,
  body_enc bytea not null,
  -- Goes before those that are not: somebody waits for it.
  urgent boolean not null default false,
  -- When it is tried next; null once it was sent or given up. While a sender holds it: when that sender counts as dead.
  due_at timestamptz default now(),
  lease uuid,
  -- Until then it is worth anything to its reader, and is tried.
  deadline_at timestamptz not null default now() + interval '3 days',
  -- How often the peer said something about it, or may have taken it.
  attempts int not null default 0,
  -- Of a long text, the parts that the peer has taken: a 1 or a 0 a part.
  parts_taken text,
  sent_at timestamptz,
  given_up_at timestamptz,
  given_up_for text check (given_up_for in ('deadline', 'refused', 'person_erased', 'contact_gone', 'outdated')),
  -- What the peer said last.
  failed text,
  check ((due_at is null) = (sent_at is not null or given_up_at is not null)),
  check ((given_up_at is null) = (given_up_for is null))
);
create index outbox_due on outbox (channel, urgent, due_at) where due_at is not null;
create index outbox_deadline on outbox (deadline_at) where due_at is not null;
create index outbox_given_up on outbox (message_id) where given_up_at is not null;
create index outbox_case on outbox (case_id);

create table evidence (
  evidence_id uuid primary key default uuidv7(),
  case_id uuid not null,
  access_id text not null,
  stage text not null,
  element text not null,
  interface text not null,
  meaning text not null,
  -- The serving node that it tells of, whoever answered.
  node_domain text check (node_domain in ('cs', 'ps')),
  node_name text,
  at timestamptz not null,
  salt bytea not null,
  hash bytea not null,
  -- The exchanges of one stage of a case are encrypted together, in the first of their rows (src/store/cases/exchange.ts);
  -- `part` counts within.
  part smallint not null,
  exchange_enc bytea
);
create index evidence_case on evidence (case_id);

create table certificate_batch (
  batch_id uuid primary key default uuidv7(),
  key_id text not null,
  signed_at text not null,
  tree_size int not null,
  root bytea not null,
  signature text not null
);

create table certificate (
  certificate_id uuid primary key,
  case_id uuid not null,
  line_id text not null,
  batch_id uuid not null references certificate_batch,
  leaf_index int not null,
  path text[] not null,
  statement json not null,
  openings_enc bytea not null,
  supersedes uuid,
  superseded_by uuid,
  revoked_at timestamptz,
  -- Published: one of a few words, never a text of somebody's own.
  revoked_reason text check (revoked_reason in
    ('issued_in_error', 'wrong_person', 'wrong_data', 'fraud', 'key_compromise', 'ordered_by_authority')),
  issued_at timestamptz not null default now(),
  check ((revoked_at is null) = (revoked_reason is null))
);
-- A statement is a few kilobytes of mostly hashes. Compressing it cost more than the rest of its insert and saved a third;
-- uncompressed and in its row it is also read with one look.
alter table certificate alter column statement set storage external;
alter table certificate set (toast_tuple_target = 8160);
create index certificate_case on certificate (case_id);
create index certificate_not_plain on certificate (certificate_id)
  where revoked_at is not null or superseded_by is not null;

-- Usage that arrived after the final bill: booked once, however often it is sent.
create table late_usage (
  case_id uuid not null,
  usage_id text not null,
  line_id text not null,
  used_on date not null,
  amount bigint not null,
  currency text not null,
  invoice_id text not null,
  -- The certificate that names the new bill; null where the one before was revoked.
  certificate_id uuid,
  booked_by text not null,
  booked_at timestamptz not null default now(),
  primary key (case_id, usage_id)
);

-- The embedded billing ledger; an operator's own billing system stands behind the same port.
create table billing_account (
  account_id text primary key,
  currency text not null,
  balance bigint not null default 0,
  unbilled bigint not null default 0
);
create table billing_invoice (
  invoice_id uuid primary key default uuidv7(),
  effect_key text not null unique,
  account_id text not null,
  line_id text not null,
  kind text not null check (kind in ('final', 'supplementary')),
  items jsonb not null,
  total bigint not null,
  currency text not null,
  -- The last day to pay by; null where nothing is owed.
  due_on date,
  made_at timestamptz not null default now()
);
create index billing_invoice_line on billing_invoice (line_id);
create table billing_refund (
  invoice_id uuid primary key references billing_invoice,
  amount bigint not null check (amount > 0),
  currency text not null,
  state text not null default 'ordered' check (state in ('ordered', 'paid'))
);

-- Who signed in, by what; codes are hashed and never stored in the clear.
create table one_time_code (
  code_id uuid primary key default uuidv7(),
  -- A null line is a number that nobody has: it is asked and answered like any other, and never fits.
  line_id text,
  party_id text,
  bucket bytea not null,
  -- Whose it is: a hash of the secret that came with it, or of the session. Nobody else can answer it, or use up its tries.
  challenge_hash bytea not null,
  failures int not null default 0,
  code_hash bytea not null,
  sent_at timestamptz not null default now(),
  used_at timestamptz
);
create index one_time_code_bucket on one_time_code (bucket, sent_at);
create index one_time_code_challenge on one_time_code (challenge_hash);
-- Wrong answers and messages sent: of each asker at each door, and of each door. Numbers that nobody has count too.
create table attempt_counter (
  bucket bytea primary key,
  -- Of the number that it is about, under which it is reset.
  subject bytea not null,
  failures int not null default 0,
  lockouts int not null default 0,
  locked_until timestamptz,
  sent_at timestamptz[] not null default '{}',
  updated_at timestamptz not null default now()
);
-- Codes asked for, by minute and hour: of each client, by a keyed hash of its address, and of all (an empty name).
create table code_budget (
  client bytea not null,
  span text not null check (span in ('minute', 'hour')),
  starts_at timestamptz not null,
  asked int not null,
  primary key (client, span, starts_at)
);
create index attempt_counter_subject on attempt_counter (subject);
create table session (
  token_hash bytea primary key,
  party_id text not null,
  -- What was proven: the lines and factors; a session by SMS proves the current assignment only.
  line_id text not null,
  factors text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create table api_token (
  token_hash bytea primary key,
  name text not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create table idempotency (
  scope text not null,
  key text not null,
  request_hash bytea not null,
  status int,
  response_enc bytea,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotency_age on idempotency (created_at);

-- Many lines that end together. A list may come in parts, and again under the same name.
create table campaign (
  campaign_id uuid primary key default uuidv7(),
  name text not null unique,
  started_by text not null,
  started_at timestamptz not null default now()
);
create table campaign_line (
  campaign_id uuid not null references campaign,
  line_id text not null,
  result text not null check (result in ('started', 'open_already', 'ended_already', 'unknown', 'blocked', 'cannot_tell')),
  -- What stands in the way.
  checks text[] not null default '{}',
  case_id uuid,
  decided_at timestamptz not null default now(),
  primary key (campaign_id, line_id)
);
create index campaign_line_case on campaign_line (case_id) where case_id is not null;

-- Circuit breakers, shared by all workers.
create table connector (
  name text primary key,
  failures int not null default 0,
  open_until timestamptz,
  reason text
);

-- The demo operator's phone: what the simulated message centre and mail server delivered.
create table demo_inbox (
  id bigint generated always as identity primary key,
  -- Or an e-mail address.
  msisdn text not null,
  text text not null,
  at timestamptz not null default now()
);
create index demo_inbox_number on demo_inbox (msisdn, id);

-- A database that the demo operator's lines were made in, and nobody else's: one row. Only such a one is ever made anew.
create table demo_seed (
  one boolean primary key default true check (one),
  made_at timestamptz not null,
  lines int not null
);

-- Staging of a running import: finds rows that come twice without keeping them in memory.
create unlogged table import_row (
  import_id uuid not null,
  line_id text not null,
  row_number int not null,
  hash bytea not null,
  primary key (import_id, line_id)
);

-- eSIM: which device holds which profile, how each is unbound from an ending line, and what the eUICC signed of it.

create table device (
  eid text primary key,
  imei text,
  last_seen_at timestamptz,
  updated_at timestamptz not null default now()
);

-- A profile of a line: on a device, ordered and not yet downloaded, or left behind on a device that was replaced.
create table esim_profile (
  iccid text primary key,
  line_id text not null references line,
  eid text references device,
  state text not null check (state in
    ('available', 'allocated', 'linked', 'confirmed', 'released', 'downloaded', 'installed', 'error', 'unavailable', 'deleted')),
  smdp_address text,
  matching_id text,
  -- Whether the profile's metadata names an address that a deletion is notified to; null: nobody told us.
  notifies_deletion boolean,
  -- What the holder calls the device, under the holder's data key.
  label_enc bytea,
  deleted_at timestamptz,
  -- When the holder was asked whether the line shall end, after a deletion that belonged to no case.
  asked_at timestamptz,
  updated_at timestamptz not null default now()
);
create index esim_profile_line on esim_profile (line_id);
create index esim_profile_eid on esim_profile (eid) where eid is not null;

-- Every notification that a phone or an SM-DP+ delivered, stored before it is acknowledged: afterwards the phone erases its copy.
create table euicc_notification (
  notification_id uuid primary key default uuidv7(),
  received_at timestamptz not null default now(),
  via text not null check (via in ('lpa', 'smdp')),
  -- SHA-256 of the bytes: a phone that missed the acknowledgement sends the same again.
  digest bytea not null unique,
  repeats int not null default 0,
  -- The bytes as received, under the data key of the profile's holder, or under the operator's own where there is none.
  raw_enc bytea not null,
  party_id text,
  salt bytea not null,
  -- SHA-256(salt || bytes), as a certificate names it.
  hash bytea not null,
  verdict text not null check (verdict in ('proven', 'quarantined')),
  reason text,
  event text check (event in ('install', 'enable', 'disable', 'delete')),
  eid text,
  iccid text,
  seq_number bigint,
  address text,
  line_id text,
  reviewed_at timestamptz,
  reviewed_by text
);
-- The eUICC signs neither a time nor a nonce: each number of each address counts once.
create unique index euicc_notification_once on euicc_notification (eid, seq_number, address) where verdict = 'proven';
-- The last sign of life of a profile on a device, and its deletions.
create index euicc_notification_alive on euicc_notification (iccid, eid, seq_number) where verdict = 'proven' and event <> 'delete';
create index euicc_notification_deleted on euicc_notification (iccid, seq_number) where verdict = 'proven' and event = 'delete';
create index euicc_notification_hash on euicc_notification (hash) where verdict = 'proven';
create index euicc_notification_review on euicc_notification (received_at) where verdict = 'quarantined' and reviewed_at is null;

-- One row a profile of an ending line; it stays when the case is closed, and is then the ledger of zombie profiles.
create table unbinding (
  case_id uuid not null,
  iccid text not null,
  line_id text not null,
  holder_id text not null,
  eid text,
  requested_at timestamptz not null default now(),
  -- Until when the line waits for the device; then it ends all the same.
  wait_until timestamptz not null,
  -- Somebody said that it is deleted, without the eUICC's signature: the holder, or the SM-DP+.
  reported_at timestamptz,
  reported_by text check (reported_by in ('holder', 'smdp')),
  reminded_at timestamptz,
  -- Null while the line still waits for the device.
  result text check (result in ('proven', 'unproven', 'unreachable', 'not_possible', 'cancelled')),
  result_at timestamptz,
  notification_id uuid references euicc_notification,
  -- The line has ended with the profile unproven: since then it is a zombie.
  ended_at timestamptz,
  primary key (case_id, iccid)
);
create index unbinding_iccid on unbinding (iccid);
create index unbinding_notification on unbinding (notification_id) where notification_id is not null;
create index unbinding_zombie on unbinding (ended_at, case_id, iccid) where result <> 'proven' and result <> 'cancelled' and ended_at is not null;
