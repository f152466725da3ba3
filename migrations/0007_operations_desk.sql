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
