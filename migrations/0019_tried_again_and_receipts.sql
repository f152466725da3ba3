-- A used code for leaving is tried again until its line's case is confirmed, or over.

alter table switching_code
  add column code_id uuid not null default uuidv7() unique,
  -- When it is tried next; null for one that nobody used, and once it is dealt with.
  add column retry_at timestamptz,
  add column tries int not null default 0,
  -- The checks that stood in the way when it was tried last.
  add column in_the_way text[] not null default '{}',
  -- When the person was told of them, once.
  add column told_at timestamptz;
create index switching_code_retry on switching_code (retry_at) where retry_at is not null;

-- Those that have waited since they were used.
update switching_code s set retry_at = now()
where redeemed_at is not null and exists (select from termination t where t.case_id = s.case_id and t.stage = 'confirm');

-- What a message centre says of the parts of messages that it took.
create table delivery_part (
  -- By which the centre names the part: as it answered a submit, and as it names it in a receipt.
  centre_id text primary key,
  -- Null where the receipt came first.
  message_id uuid,
  part int,
  -- How many parts the message has.
  parts int,
  at timestamptz not null default now(),
  state text check (state in ('delivered', 'undeliverable')),
  -- The centre's own words, e.g. EXPIRED/005.
  said text,
  said_at timestamptz,
  check ((message_id is null) = (part is null)),
  check ((message_id is null) = (parts is null))
);
create index delivery_part_message on delivery_part (message_id) where message_id is not null;
create index delivery_part_at on delivery_part (at);
create index delivery_part_undeliverable on delivery_part (message_id) where state = 'undeliverable';

-- Which languages there are is a list of the program (src/domain/values/language.ts): a further one needs no migration.
alter table party drop constraint party_language_check,
  add constraint party_language_check check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');

-- Cases of campaigns are charted apart from what holders say, still without reading whole rows.
drop index termination_closed_declared;
create index termination_closed_declared on termination_closed (declared_at, case_id)
  include (reason, lane, confirmed_at, service_ended_at, certificate_id, outcome, confidential, closed_at);
