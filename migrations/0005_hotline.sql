-- The hotline desk: calls, what was guessed, codes that a caller reads out or checks.

-- Holds that were put on a line here. The operator's own import writes `holds`, and would wipe them there.
alter table line add column own_holds jsonb not null default '[]';

-- When a person was first told of: another contact that is younger is a change.
alter table party add column known_since timestamptz not null default now();

-- What opened the session; what was proven in it later is in `factors` too.
alter table session add column opened_with text[] not null default '{}';

-- A line about which too much was guessed: a person decides.
create table fraud_review (
  review_id uuid primary key default uuidv7(),
  reference text not null unique,
  line_id text not null references line,
  -- Whose count was full.
  why text not null check (why in ('asker', 'everybody', 'agent', 'caller', 'document')),
  -- Lockouts since it was opened.
  times int not null default 1,
  opened_at timestamptz not null,
  opened_by text not null,
  state text not null default 'open' check (state in ('open', 'cleared', 'held', 'released')),
  decided_at timestamptz,
  decided_by text,
  released_at timestamptz,
  released_by text,
  check ((state = 'open') = (decided_at is null)),
  check ((state = 'released') = (released_at is not null))
);
create unique index fraud_review_open on fraud_review (line_id) where state = 'open';

-- Calls as the operator's telephony tells of them. Who calls is readable for two days, under the operator's key.
create table hotline_call (
  call_id text primary key,
  subject text not null references staff_member,
  caller_kind text not null check (caller_kind in ('number', 'withheld', 'malformed')),
  caller_enc bytea,
  caller_bidx bytea,
  event text not null check (event in ('ring', 'answered', 'ended')),
  rang_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  -- Who is attended to in it.
  attendance_id uuid,
  check ((caller_kind = 'number') = (caller_enc is not null and caller_bidx is not null))
);
create index hotline_call_of_agent on hotline_call (subject, rang_at);
create index hotline_call_of_attendance on hotline_call (attendance_id) where attendance_id is not null;

-- At which telephone an agent sits, where the telephony knows nothing else of them.
create table hotline_extension (
  extension text primary key,
  subject text not null unique references staff_member,
  since timestamptz not null default now()
);

-- Four digits that a caller reads out, from their page or from a message.
create table presence_code (
  code_id uuid primary key default uuidv7(),
  line_id text not null,
  party_id text not null,
  -- The portal session that shows it; null for one that was sent.
  session_hash bytea,
  code_hash bytea not null,
  -- What a right answer proves: what opened that session, or that the message was read.
  factors text[] not null,
  made_at timestamptz not null,
  used_at timestamptz,
  failures int not null default 0
);
create index presence_code_line on presence_code (line_id, made_at);
create unique index presence_code_of_session on presence_code (session_hash) where session_hash is not null and used_at is null;

-- By which numbers a caller may name the call when they check an agent's code: keyed hashes.
create table agent_code (
  attendance_id uuid not null,
  number_bidx bytea not null,
  subject text not null,
  day date not null,
  primary key (attendance_id, number_bidx)
);
create index agent_code_number on agent_code (number_bidx, day);

-- The receipt of a case that was begun at a desk, until it is sent: no browser of ours ever has its secret.
create table desk_receipt (
  case_id uuid primary key,
  party_id text not null references party,
  secret_enc bytea not null,
  kept_at timestamptz not null
);

-- Letters that the post room prints.
create table letter (
  letter_id uuid primary key default uuidv7(),
  case_id uuid not null,
  line_id text not null,
  party_id text not null references party,
  -- Address and what it says, under the person's key; gone a week after it was printed.
  body_enc bytea,
  asked_at timestamptz not null,
  asked_by text not null,
  printed_at timestamptz,
  printed_by text
);
create index letter_waiting on letter (asked_at) where printed_at is null;
