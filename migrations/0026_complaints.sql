-- What people complain about, the clock by which it is answered, and the answer.

create table complaint (
  complaint_id uuid primary key default uuidv7(),
  reference text not null unique,
  case_id uuid not null,
  line_id text not null,
  -- Who complains: the holder, or who asked for the case in their place.
  party_id text not null references party,
  confidential boolean not null,
  via text not null check (via in ('portal', 'api', 'hotline', 'counter', 'letter', 'regulator')),
  topic text not null check (topic in
    ('not_ended', 'charged_after_end', 'money_back', 'certificate', 'personal_data', 'treatment', 'other')),
  body_enc bytea not null,
  received_at timestamptz not null,
  received_by text not null,
  jurisdiction text not null,
  province text,
  rule_id text not null,
  rule_version int not null,
  -- Of an authority that sent it, or to which it went: its name, its own reference, the day by which it wants an answer.
  authority text,
  authority_reference text,
  due_on date not null,
  due_by timestamptz not null,
  work_by timestamptz not null,
  remind_at timestamptz not null,
  reminded_at timestamptz,
  late_at timestamptz,
  answered_at timestamptz,
  answered_by text,
  outcome text check (outcome in ('upheld', 'partly_upheld', 'not_upheld')),
  answer_enc bytea,
  check ((answered_at is null) = (outcome is null))
);
create index complaint_case on complaint (case_id);
create index complaint_party on complaint (party_id);
create index complaint_open on complaint (due_by) where answered_at is null;

select no_samples('complaint', 'body_enc'), no_samples('complaint', 'answer_enc');
