-- The ways for those who cannot ask as a holder does: heirs, guardians, agents, companies, survivors of abuse, and people with a
-- line in their name that they never opened.
create table special_request (
  request_id uuid primary key default uuidv7(),
  reference text not null unique,
  route text not null check (route in ('bereavement', 'guardian', 'agent', 'survivor', 'not_mine', 'company')),
  wish text not null check (wish in ('end', 'split_off')),
  channel text not null check (channel in ('online', 'hotline', 'store')),
  -- A person of our own, with a key of their own: what they say of themselves is theirs, and never the holder's.
  requester_id text not null references party,
  -- Who took it in at a desk; null where it came by itself.
  taken_by text,
  received_at timestamptz not null,
  -- By when it is decided, as the rulebook of the day said.
  decide_by timestamptz not null,
  jurisdiction text not null,
  receipt_hash bytea not null,
  receipt_factors text[] not null default '{}',
  confidential boolean not null default false,
  state text not null default 'received' check (state in ('received', 'accepted', 'refused', 'withdrawn')),
  decided_at timestamptz,
  decided_by text,
  -- The form as it was sent, and why it was refused, under the requester's key.
  body_enc bytea,
  refusal_enc bytea,
  check ((state = 'received') = (decided_at is null))
);
create index special_request_waiting on special_request (decide_by, request_id) where state = 'received';
create index special_request_decided on special_request (decided_at);
create index special_request_kept on special_request (decided_at) where body_enc is not null and state <> 'received';
create index special_request_requester on special_request (requester_id);

-- The lines that were chosen when it was decided, and what became of each.
create table special_request_line (
  request_id uuid not null references special_request,
  line_id text not null,
  outcome text not null
    check (outcome in ('started', 'split_off', 'blocked', 'cannot_tell', 'ended_already', 'open_already')),
  -- Which checks stood in the way.
  checks text[] not null default '{}',
  case_id uuid,
  primary key (request_id, line_id)
);
create index special_request_line_case on special_request_line (case_id) where case_id is not null;

-- A picture of a document, without anything beside the picture, under the requester's key.
create table special_request_photo (
  photo_id uuid primary key default uuidv7(),
  request_id uuid not null references special_request,
  material text not null,
  type text not null check (type in ('image/jpeg', 'image/png', 'image/webp')),
  bytes_enc bytea not null,
  taken_at timestamptz not null,
  -- As the rulebook of the day said, counted anew from the decision.
  keep_until timestamptz not null
);
create index special_request_photo_request on special_request_photo (request_id);
create index special_request_photo_over on special_request_photo (keep_until);

-- On which route a case was asked for, by whom, and whether anything of it may reach the holder.
alter table termination
  add column route text check (route in ('bereavement', 'guardian', 'agent', 'survivor', 'not_mine', 'company')),
  add column requester_id text,
  add column confidential boolean not null default false,
  add check (not confidential or requester_id is not null);
alter table termination_closed
  add column route text,
  add column requester_id text,
  add column confidential boolean not null default false;

-- Few cases are confidential, and each message and each line of a holder asks whether its own is.
create index termination_confidential on termination (case_id) where confidential;
create index termination_closed_confidential on termination_closed (case_id) where confidential;
create index termination_closed_confidential_line on termination_closed (line_id) where confidential;
create index termination_requester on termination (requester_id) where requester_id is not null;

-- Somebody agreed, and it is being carried out; long ago, where a process died over it.
alter table approval_request add column deciding_at timestamptz;

alter table decision add column route text;

-- Whose a line was before it was split off in confidence, each time: the operator's own systems may still say so, and do not give it
-- back by it.
alter table line add column split_from text[] not null default '{}';
