-- Which version of a rulebook decides. A version that is new to the database is proposed, and decides once two people want it.
alter table rulebook
  add column state text not null default 'proposed' check (state in ('proposed', 'in_force', 'superseded')),
  -- Null where it came from the folder at a start.
  add column proposed_by text,
  -- Who wanted it and who agreed; null for the first installation, for the demo, and for what decided before there was this rule.
  add column asked_by text,
  add column approved_by text,
  add column in_force_since timestamptz,
  add column superseded_at timestamptz,
  -- Since when the file of a proposed version is no longer in the folder.
  add column absent_since timestamptz;

-- Until now every start let its files decide: the newest of each jurisdiction is what decided last.
update rulebook set state = 'superseded', in_force_since = loaded_at;
update rulebook r set state = 'in_force'
  where version = (select n.version from rulebook n where n.jurisdiction = r.jurisdiction order by n.loaded_at desc, n.version desc limit 1);

create unique index rulebook_one_in_force on rulebook (jurisdiction) where state = 'in_force';

-- A rulebook tried on past decisions. Of each change only which decision it is and of what kind: dates and amounts are worked
-- out anew for whoever looks, from what is kept under the person's key.
create table rulebook_simulation (
  simulation_id uuid primary key default uuidv7(),
  jurisdiction text not null,
  version text not null,
  -- Of the text that was tried.
  fingerprint text not null,
  -- The day by whose rules it was tried.
  ruled_on date not null,
  last int not null,
  asked_by text not null,
  asked_at timestamptz not null default now(),
  state text not null default 'running' check (state in ('running', 'done', 'stopped')),
  -- When the process that runs it last said so.
  beat_at timestamptz not null default now(),
  finished_at timestamptz,
  -- How many came out how: of all, and of those that anybody may know of.
  counts jsonb not null
);
create unique index rulebook_simulation_running on rulebook_simulation (jurisdiction) where state = 'running';
create table rulebook_simulation_change (
  simulation_id uuid not null references rulebook_simulation on delete cascade,
  n int not null,
  decision_id uuid not null,
  confidential boolean not null,
  primary key (simulation_id, n)
);
