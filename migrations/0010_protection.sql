-- Against coercion and insiders: objections, longer cooling-off, locks of holders, agents who stand out.

-- Since when, and until when, a case rests because somebody who was told of it said that it was not them. Once a case.
alter table termination add column paused_at timestamptz, add column paused_until timestamptz;
alter table termination_closed add column paused_at timestamptz, add column paused_until timestamptz;
alter table termination drop constraint termination_waiting_for_check;
alter table termination add constraint termination_waiting_for_check
  check (waiting_for in ('person', 'staff', 'cooling_off', 'device', 'serving_node', 'peer', 'paused'));

alter table fraud_review drop constraint fraud_review_why_check;
alter table fraud_review add constraint fraud_review_why_check
  check (why in ('asker', 'everybody', 'agent', 'caller', 'document', 'objection'));

-- When a device was seen for the first time; null for those of before this was kept, which count as old.
alter table device add column first_seen_at timestamptz;
alter table device alter column first_seen_at set default now();

-- What each person of the operator did: how many endings an agent began, and who stands out.
create index audit_of_staff on audit (actor, at) where actor like 'staff:%';
create index audit_of_staff_by_time on audit (at) where actor like 'staff:%';
