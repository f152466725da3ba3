-- A number rests by a rule, and longer for reasons; people see why and until when.
alter table number_ledger add column ended_on date;
-- [{because, until, rule, version}], the newest judgement.
alter table number_ledger add column reasons jsonb;
alter table number_ledger add column judged_at timestamptz;
-- When it was free again, or given back to its range holder.
alter table number_ledger add column released_at timestamptz;
create index number_ledger_judge on number_ledger (judged_at nulls first)
  where state = 'quarantined' or (state = 'returned' and released_at is null);

-- What fraud and compliance know of a number: it rests longer. Gone when the number is given out or back.
create table number_flag (
  msisdn text not null,
  because text not null check (because in ('harassment', 'fraud')),
  note text not null,
  flagged_by text not null,
  flagged_at timestamptz not null default now(),
  primary key (msisdn, because)
);

-- How many texts came for a resting number on a day: a count, and nothing of what they said or who sent them.
create table number_texts (
  msisdn text not null,
  on_day date not null,
  texts int not null check (texts > 0),
  primary key (msisdn, on_day)
);
create index number_texts_day on number_texts (on_day);

-- Numbers whose rest is over, proposed together and released together.
create table number_batch (
  batch_id uuid primary key default uuidv7(),
  -- free: may be given out again; return: goes back to its range holder.
  kind text not null check (kind in ('free', 'return')),
  range_holder text,
  numbers int not null default 0,
  -- SHA-256 over its numbers: what was agreed to is what is released.
  digest bytea,
  proposed_by text not null,
  released_at timestamptz,
  released_by text,
  approved_by text,
  check ((kind = 'return') = (range_holder is not null))
);
create index number_batch_open on number_batch (batch_id) where released_at is null;
create table number_batch_item (
  batch_id uuid not null references number_batch,
  msisdn text not null,
  -- Null until the batch is released; kept: it rests still, was ported or is somebody's.
  outcome text check (outcome in ('released', 'kept')),
  -- The file by which its range holder was told.
  fed_in uuid,
  primary key (batch_id, msisdn)
);
create index number_batch_item_number on number_batch_item (msisdn);
create index number_batch_item_unfed on number_batch_item (msisdn) where outcome = 'released' and fed_in is null;

-- Every permanent disconnect, for good: lists of them are never taken back.
create table number_disconnect (
  msisdn text not null,
  disconnected_on date not null,
  noted_at timestamptz not null default now(),
  -- The files by which it was reported.
  fed_rnd uuid,
  fed_mnrl uuid,
  primary key (msisdn, disconnected_on)
);
create index number_disconnect_rnd on number_disconnect (msisdn) where fed_rnd is null and msisdn like '+1%';
create index number_disconnect_mnrl on number_disconnect (msisdn) where fed_mnrl is null and msisdn like '+91%';

-- A file for others, of one month: planned, made, and taken by its recipient.
create table number_feed (
  feed_id uuid primary key default uuidv7(),
  kind text not null check (kind in ('rnd', 'mnrl', 'range_holder')),
  -- Empty where a kind has one recipient.
  recipient text not null default '',
  period text not null,
  due_on date not null,
  -- Whether the time to make it has come is another date than when it is due.
  made_at timestamptz,
  made_by text,
  through_on date,
  rows int,
  sha256 bytea,
  sent_at timestamptz,
  sent_by text,
  unique (kind, recipient, period)
);
create index number_feed_due on number_feed (due_on) where sent_at is null;
create table number_feed_part (
  feed_id uuid not null references number_feed,
  n int not null,
  body bytea not null,
  primary key (feed_id, n)
);

select no_samples('number_batch', 'digest'), no_samples('number_feed', 'sha256'), no_samples('number_feed_part', 'body');
