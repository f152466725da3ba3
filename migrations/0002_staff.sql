-- The operator's people: who signed in, for whom they act, and what a second person agreed to.

-- Who has ever signed in. The issuer knows them better; this names them in the audit log and beside approvals.
create table staff_member (
  -- Issuer and subject together.
  subject text primary key,
  name text not null,
  signed_in_at timestamptz not null default now()
);

create table staff_session (
  session_id uuid primary key default uuidv7(),
  token_hash bytea not null unique,
  subject text not null references staff_member,
  issuer text not null,
  -- The issuer's own name of its session, by which it ends ours (OpenID Connect Back-Channel Logout 1.0).
  sid text,
  roles text[] not null,
  shop text,
  -- The hint with which the issuer is asked to end its session; under the operator's key, and gone a day after it is over.
  id_token_enc bytea,
  authenticated_at timestamptz not null,
  strong boolean not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  ended_by text check (ended_by in ('person', 'issuer', 'renewed')),
  check ((ended_at is null) = (ended_by is null))
);
create index staff_session_sid on staff_session (issuer, sid) where ended_at is null;
create index staff_session_subject on staff_session (subject) where ended_at is null;

-- Logout tokens that were taken: each counts once.
create table staff_logout (
  issuer text not null,
  jti text not null,
  taken_at timestamptz not null default now(),
  primary key (issuer, jti)
);

-- What somebody had typed when their session was over: shown again to the same person, once, and to nobody else.
create table staff_draft (
  draft_id uuid primary key default uuidv7(),
  subject text not null,
  path text not null,
  values_enc bytea not null,
  kept_at timestamptz not null default now()
);
create index staff_draft_subject on staff_draft (subject, kept_at);

-- Somebody at a desk attends to a customer. The customer's own proof is in the session beside it.
create table attendance (
  attendance_id uuid primary key default uuidv7(),
  subject text not null references staff_member,
  session_id uuid not null references staff_session,
  channel text not null check (channel in ('hotline', 'store')),
  line_id text not null,
  party_id text not null,
  -- Why the record was opened.
  why text not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ended_at timestamptz
);
create index attendance_open on attendance (line_id) where ended_at is null;
create index attendance_session on attendance (session_id) where ended_at is null;

-- An act that waits for a second person, with all that it will be done with.
create table approval_request (
  request_id uuid primary key default uuidv7(),
  act text not null,
  -- What it is about, for lists; the case, the line or the certificate.
  about text not null,
  case_id uuid,
  line_id text,
  -- The act as it was asked for, and what the asker saw; under the operator's key.
  body_enc bytea not null,
  facts_enc bytea not null,
  requested_by text not null,
  requested_session uuid,
  requested_at timestamptz not null default now(),
  expires_at timestamptz not null,
  decided_by text,
  decided_session uuid,
  decided_at timestamptz,
  decision text check (decision in ('approved', 'refused', 'withdrawn')),
  reason text,
  check ((decided_at is null) = (decision is null)),
  check (decision is distinct from 'approved' or (decided_by <> requested_by and decided_session is distinct from requested_session))
);
-- One open request an act and thing.
create unique index approval_request_open on approval_request (act, about) where decided_at is null;
create index approval_request_at on approval_request (requested_at);
