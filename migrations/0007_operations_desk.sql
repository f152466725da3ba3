-- The operations desk: every case found, read and steered.

-- A keyed hash of the name, without case, spaces and dots, by which a person is found; destroyed with the person. Whoever has the key
-- fills it in for people who were known before.
alter table party add column name_bidx bytea;
create index party_name on party (name_bidx, party_id) where name_bidx is not null;
create index party_name_missing on party (party_id)
  where name_enc is not null and name_bidx is null and data_key_wrapped is not null;

-- Numbers and cards are looked for by who had them, too.
create index msisdn_former on msisdn_assignment (msisdn) where to_at is not null;
create index access_imsi_former on access (imsi) where to_at is not null;
create index access_eid on access (eid) where eid is not null;

-- What stopped is looked at again and again, among all that runs.
create index termination_for_staff on termination (case_id) where waiting_for = 'staff';

-- Who has taken what of the work queue. It counts while the person last signed in with a role for it, and while the thing waits.
create table work_assignment (
  kind text not null check (kind in ('case', 'request', 'fraud', 'approval', 'notification', 'dispute', 'batch')),
  item text not null,
  assigned_to text not null references staff_member,
  assigned_by text not null,
  assigned_at timestamptz not null default now(),
  primary key (kind, item)
);
create index work_assignment_of on work_assignment (assigned_to);
create index staff_session_latest on staff_session (subject, created_at desc);

-- Stuck cases of one cause that are tried again together. The rows are the queue: whoever resumes after a kill goes on with those that
-- have no result.
create table group_retry (
  retry_id uuid primary key default uuidv7(),
  stage text not null,
  code text not null,
  -- The system that refused, or did not answer; empty where none is at fault.
  element text not null,
  asked_by text not null,
  asked_at timestamptz not null default now(),
  finished_at timestamptz,
  -- The first few were stuck again for the same cause, so the others were left alone.
  cause_still_there boolean not null default false
);
create unique index group_retry_running on group_retry (stage, code, element) where finished_at is null;

create table group_retry_case (
  retry_id uuid not null references group_retry,
  case_id uuid not null,
  result text check (result in ('retried', 'not_retried')),
  -- Of one that was not tried: an obstacle, or that its cause is another by now.
  why text,
  retried_at timestamptz,
  -- What came of it: further than its stage, or a person's again, with the code and the system of that time.
  outcome text check (outcome in ('went_on', 'stuck_again', 'not_known')),
  stuck_code text,
  stuck_element text,
  primary key (retry_id, case_id),
  check (result is not null or (why is null and retried_at is null and outcome is null))
);
create index group_retry_case_left on group_retry_case (retry_id, case_id) where result is null;
create index group_retry_case_open on group_retry_case (retry_id, case_id) where result = 'retried' and outcome is null;
