-- Erasing people: what holds them back, what stays of them, and the keys of old backups.

-- A person whose records are wanted for a procedure: nothing of them is erased while it holds.
create table legal_hold (
  hold_id uuid primary key default uuidv7(),
  party_id text not null references party,
  -- The court, the authority or the dispute that asks for it, under the person's key.
  reason_enc bytea not null,
  set_by text not null,
  set_at timestamptz not null,
  -- The last day on which it holds; null while nobody releases it.
  until date,
  released_by text,
  released_at timestamptz,
  check ((released_at is null) = (released_by is null))
);
create index legal_hold_party on legal_hold (party_id);

-- What stays of somebody who was erased: the operator's own name of them, and a random number that stands in the public log.
create table erasure (
  erasure_id uuid primary key,
  party_id text not null,
  at timestamptz not null,
  why text not null check (why in ('period', 'request', 'replayed')),
  -- By which rule; null where none of the rulebook decided.
  rule_id text,
  rule_version int,
  check ((rule_id is null) = (rule_version is null))
);
create index erasure_at on erasure (at, erasure_id);
create index erasure_party on erasure (party_id);

-- A person who is erased has no key, and none of an epoch.
alter table party alter column key_epoch drop not null;
update party set key_epoch = null where data_key_wrapped is null;
alter table party add constraint party_key_epoch check (data_key_wrapped is null or key_epoch is not null),
  -- Classes of data whose period is over before that of the others (src/domain/people/retention.ts).
  add column erased_classes text[] not null default '{}',
  -- Since when nothing ties them to any line, as far as was seen.
  add column without_line_since timestamptz,
  -- When their periods are looked at next; null: at once.
  add column retention_look_on date;
create index party_to_look_at on party (party_id) where erased_at is null;
create index party_of_epoch on party (key_epoch, party_id) where data_key_wrapped is not null;

-- An epoch whose key was destroyed leaves the table that data keys refer to, so that nothing can be wrapped by it any more.
create table destroyed_key_epoch (
  epoch int primary key,
  created_at timestamptz not null,
  destroyed_at timestamptz not null default now()
);
alter table key_encryption_key_epoch drop column destroyed_at,
  -- When the last living key was wrapped by another: backups of before need it as long as they are kept.
  add column emptied_at timestamptz;

-- By which a person's rows are found, where nothing else finds them.
create index line_user on line (user_id) where user_id is not null;
create index account_payer on account (payer_id);
create index line_split on line (line_id) where split_from <> '{}';
create index decision_party on decision (party_id);
create index dispute_party on dispute (party_id);
create index inbound_text_holder on inbound_text (holder_id) where holder_id is not null;
create index switching_code_holder on switching_code (holder_id);
create index declaration_holder on declaration (holder_id) where holder_id is not null;
create index declaration_case on declaration (case_id) where case_id is not null;
create index counter_visit_party on counter_visit (party_id);
create index document_photo_party on document_photo (party_id);
create index attendance_party on attendance (party_id);
create index letter_party on letter (party_id);
create index text_stop_party on text_stop (party_id);
create index outbox_of_nobodys_case on outbox (party_id) where case_id is null;
create index euicc_notification_party on euicc_notification (party_id) where party_id is not null;
create index approval_request_case on approval_request (case_id) where case_id is not null;
create index approval_request_line on approval_request (line_id) where line_id is not null;
create index appointment_party on appointment (party_id) where party_id is not null;

-- The planner's statistics hold samples of values, and keep them when the rows are gone: none of what is encrypted or a hash, nor what
-- somebody typed. Nothing is planned by these columns but look-ups by an index.
create function no_samples(of regclass, col name) returns void language plpgsql as $$
begin
  execute format('alter table %s alter column %I set statistics 0', of, col);
  perform pg_clear_attribute_stats(nspname, relname, col, inherited)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest(array[false, true]) inherited where c.oid = of;
end $$;

select no_samples(a.attrelid::regclass, a.attname)
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = current_schema() and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
  and (a.atttypid = 'bytea'::regtype and c.relname !~ '^log_' or c.relname = 'approval_request' and a.attname = 'reason');

-- Makes the partition of the month that holds `at`, once.
create or replace function ensure_closed_partition(at timestamptz) returns void language plpgsql as $$
declare
  first date := date_trunc('month', at at time zone 'UTC')::date;
  name text := 'termination_closed_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass(name) is null then
    perform pg_advisory_xact_lock(hashtext('ensure_closed_partition'));
    if to_regclass(name) is null then
      execute format('create table %I partition of termination_closed for values from (%L) to (%L)',
        name, first || ' 00:00:00+00', (first + interval '1 month')::date || ' 00:00:00+00');
      perform no_samples(name::regclass, 'snapshot_enc'), no_samples(name::regclass, 'receipt_hash');
    end if;
  end if;
end $$;
