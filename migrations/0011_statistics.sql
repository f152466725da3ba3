-- What the charts are counted from, without reading whole rows. Cases are counted by the moment at which they were declared or closed.
create index termination_declared on termination (declared_at);
create index termination_closed_declared on termination_closed (declared_at, case_id)
  include (reason, confirmed_at, service_ended_at, certificate_id, outcome, confidential, closed_at);
create index termination_closed_closed on termination_closed (closed_at, case_id)
  include (outcome, declared_at, detach, confidential);
-- Few cases end without their detachment being known.
create index termination_closed_unconfirmed on termination_closed (detach_deadline)
  where detach = 'unconfirmed' and detach_deadline is not null;

create index decision_blocked on decision (at) where verdict = 'blocked' and case_id is not null;
create index unbinding_waited on unbinding (wait_until);
create index special_request_decide_by on special_request (decide_by);
create index outbox_given_up_at on outbox (given_up_at, message_id) where given_up_at is not null;
