-- What billing systems charge, as they said so: each once, by its own name. What passed is forgotten after some weeks.
create table charge (
  charge_id text primary key,
  -- SHA-256 of what was said: other content under the same name is a conflict.
  digest bytea not null,
  received_at timestamptz not null default now(),
  received_from text not null,
  line_id text not null,
  -- The case that ended the line; null where the charge passed.
  case_id uuid,
  kind text not null check (kind in ('usage', 'recurring', 'other')),
  from_on date not null,
  to_on date not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  verdict text not null check (verdict in ('pass', 'held')),
  because text not null check (because in ('line_stands', 'before_end', 'after_end', 'across_end')),
  -- Of a held one: its first day after the end, and the part that is disputed.
  held_from date,
  held_amount bigint,
  -- waiting: not yet answered by the billing system; refused: it will not look at it, and a person must.
  dispute text check (dispute in ('waiting', 'open', 'refused', 'withdrawn', 'credited', 'upheld')),
  -- As the billing system calls the dispute.
  dispute_ref text,
  certificate_id uuid,
  reason text,
  settled_at timestamptz,
  settled_by text,
  attempts int not null default 0,
  failed text,
  -- When the billing system is asked next; while somebody asks it: when they count as dead.
  next_at timestamptz,
  check ((verdict = 'held') = (dispute is not null)),
  check ((verdict = 'held') = (held_from is not null and held_amount is not null and case_id is not null)),
  check ((dispute in ('withdrawn', 'credited', 'upheld')) = (settled_at is not null))
);
create index charge_due on charge (next_at) where next_at is not null;
create index charge_held on charge (received_at) where verdict = 'held';
create index charge_line on charge (line_id) where verdict = 'held';
create index charge_passed on charge (received_at) where verdict = 'pass';
create index msisdn_assignment_number on msisdn_assignment (msisdn, from_at);

-- The embedded ledger's own word on a charge that was disputed there.
create table billing_charge_dispute (
  effect_key text primary key,
  dispute_ref uuid not null default uuidv7(),
  charge_id text not null,
  line_id text not null,
  amount bigint not null,
  currency text not null,
  made_at timestamptz not null default now()
);

-- One comparison of our lines with the others' lists.
create table reconciliation_run (
  run_id uuid primary key default uuidv7(),
  started_by text not null,
  -- Lines that changed since then are left to the next run.
  cut_at timestamptz not null default now(),
  finished_at timestamptz
);
create unique index reconciliation_one_running on reconciliation_run ((true)) where finished_at is null;

-- How far each part has come.
create table reconciliation_part (
  run_id uuid not null references reconciliation_run,
  part text not null check (part in ('hlr', 'billing', 'ledger', 'smdp')),
  -- Where it goes on; null at the beginning.
  place jsonb,
  looked bigint not null default 0,
  found bigint not null default 0,
  parked_until timestamptz,
  -- Why the peer could not be asked.
  parked_for text,
  -- While a worker does a page of it: when that worker counts as dead.
  taken_until timestamptz,
  finished_at timestamptz,
  primary key (run_id, part)
);

-- What differs. It stays when it is resolved.
create table reconciliation_finding (
  finding_id uuid primary key default uuidv7(),
  kind text not null check (kind in ('still_at_hlr', 'missing_at_hlr', 'number_differs', 'resting_number_used',
    'still_charged', 'not_charged', 'ledger_assigned', 'ledger_free', 'profile_released')),
  part text not null,
  -- What it is of: an IMSI, an ICCID, a number or a line, as its kind says.
  subject text not null,
  line_id text,
  facts jsonb not null default '{}',
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  last_run uuid not null,
  -- Somebody asked that it be cleared; until it was done or could not be.
  clear_asked_at timestamptz,
  clear_asked_by text,
  clear_failed text,
  resolved_at timestamptz,
  resolved_as text check (resolved_as in ('gone', 'cleared', 'dismissed')),
  resolved_by text,
  note text,
  check ((resolved_at is null) = (resolved_as is null))
);
create unique index reconciliation_finding_once on reconciliation_finding (kind, subject) where resolved_at is null;
create index reconciliation_finding_open on reconciliation_finding (part, subject) where resolved_at is null;
create index reconciliation_finding_dismissed on reconciliation_finding (kind, subject) where resolved_as = 'dismissed';

-- Compared with lists that others sort by bytes.
create index line_bytes on line (line_id collate "C");

-- Whom a bulk list of the HLR has named in a run. It may be lost in a crash: what is missing then is asked for one by one.
create unlogged table reconciliation_seen (
  run_id uuid not null,
  imsi text not null,
  primary key (run_id, imsi)
);

select no_samples('charge', 'digest');
