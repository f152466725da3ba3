-- The first schema. Instants are timestamptz, local dates are date, money is integer minor units.
-- Columns that end in _enc hold AES-256-GCM under the person's data key; _bidx are keyed look-up hashes.

create table key_encryption_key_epoch (
  epoch int primary key,
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
  channel text not null,
  urgent boolean not null default false,
  reason text,
  wanted_end_on date,
  declared_at timestamptz not null default now(),
  identified_at timestamptz,
  confirmed_at timestamptz,
  service_ended_at timestamptz,
  billing_end_on date,
  release_on date,
  early_termination bigint,
  currency text not null,
  receipt_hash bytea not null,
  snapshot_enc bytea,
  detach text check (detach in ('confirmed', 'not_attached', 'unconfirmed')),
  detach_deadline timestamptz,
  bill jsonb,
  certificate_id uuid,
  withdraw_requested_at timestamptz,
  outcome text check (outcome in ('completed', 'withdrawn', 'expired')),
  waiting_for text,
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

-- A declaration that could not be tied to a line, or not yet: received and receipted all the same.
create table declaration (
  declaration_id uuid primary key default uuidv7(),
  reference text not null unique,
  case_id uuid,
  received_at timestamptz not null default now(),
  expires_at timestamptz not null,
  receipt_hash bytea not null,
  -- Under the operator's own key: no person is known yet.
  body_enc bytea not null
);

create table audit (
  audit_id uuid primary key default uuidv7(),
  case_id uuid,
  line_id text,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  facts jsonb,
  sealed_as bigint
);
create index audit_case on audit (case_id);

create table outbox (
  message_id uuid primary key default uuidv7(),
  case_id uuid,
  party_id text,
  kind text not null,
  channel text not null,
  contact_id uuid,
  to_msisdn_enc bytea,
  body_enc bytea not null,
  due_at timestamptz default now(),
  attempts int not null default 0,
  sent_at timestamptz,
  failed text
);
create index outbox_due on outbox (due_at) where due_at is not null;
create index outbox_case on outbox (case_id);

create table evidence (
  evidence_id uuid primary key default uuidv7(),
  case_id uuid not null,
  access_id text not null,
  stage text not null,
  element text not null,
  interface text not null,
  meaning text not null,
  at timestamptz not null,
  salt bytea not null,
  hash bytea not null,
  -- What was asked and what was answered, together: see src/store/exchange.ts.
  exchange_enc bytea not null
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
  revoked_reason text,
  issued_at timestamptz not null default now()
);
create index certificate_case on certificate (case_id);
create index certificate_not_plain on certificate (certificate_id)
  where revoked_at is not null or superseded_by is not null;

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
  code_hash bytea not null,
  sent_at timestamptz not null default now(),
  used_at timestamptz
);
create index one_time_code_bucket on one_time_code (bucket, sent_at);
-- Wrong answers and messages sent, by what is being guessed: a number, a document. Unknown ones count too.
create table attempt_counter (
  bucket bytea primary key,
  failures int not null default 0,
  lockouts int not null default 0,
  locked_until timestamptz,
  sent_at timestamptz[] not null default '{}',
  updated_at timestamptz not null default now()
);
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

-- Circuit breakers, shared by all workers.
create table connector (
  name text primary key,
  failures int not null default 0,
  open_until timestamptz,
  reason text
);

-- The demo operator's phone: what the SMS simulator delivered.
create table demo_inbox (
  id bigint generated always as identity primary key,
  msisdn text not null,
  text text not null,
  at timestamptz not null default now()
);
create index demo_inbox_number on demo_inbox (msisdn, id);

-- Staging of a running import: finds rows that come twice without keeping them in memory.
create unlogged table import_row (
  import_id uuid not null,
  line_id text not null,
  row_number int not null,
  hash bytea not null,
  primary key (import_id, line_id)
);
