-- A campaign is made of a file of rows, validated, previewed, agreed to by a second person, and run in portions. What was started at
-- once from a list, as before, is `at_once`.
alter table campaign
  add column state text not null default 'at_once'
    check (state in ('at_once', 'draft', 'validated', 'running', 'paused', 'finished', 'stopped')),
  -- Of the rows that count: which upload they came with (0: none yet), and what can be said of them without reading them.
  add column upload int not null default 0,
  add column uploaded_at timestamptz,
  add column uploaded_by text,
  add column rows int not null default 0,
  add column valid_rows int not null default 0,
  add column faults jsonb not null default '{}',
  add column digest bytea,
  -- The upload that is under way, or stopped in the middle: until it is complete the campaign is a draft.
  add column receiving int,
  add column last_upload int not null default 0,
  add column received_rows int not null default 0,
  add column received_at timestamptz,
  add column receive_fault text,
  -- The preview: each a generation of its own, as far as `previewed_to`, a row number.
  add column preview int not null default 0,
  add column preview_state text check (preview_state in ('running', 'done')),
  add column previewed_to int not null default 0,
  add column previewed_rows int not null default 0,
  add column previewed_at timestamptz,
  add column outcomes jsonb not null default '{}',
  add column blockers jsonb not null default '{}',
  -- The run: as far as `run_to`, a row number, with what came of the rows up to it.
  add column run_by text,
  add column run_channel text,
  add column run_began_at timestamptz,
  add column run_to int not null default 0,
  add column run_rows int not null default 0,
  add column results jsonb not null default '{}',
  add column approved_by text,
  add column state_by text,
  add column state_at timestamptz,
  add column ended_at timestamptz,
  -- A worker that is at a portion of it. Nothing depends on it but that two do not do the same work: what commits is guarded by
  -- the row itself.
  add column leased_until timestamptz,
  add column turn_at timestamptz,
  -- Why its last portion was not done, as an error code; null where it was.
  add column portion_fault text;
create index campaign_active on campaign (turn_at nulls first) where state = 'running' or preview_state = 'running';

-- A row of a file, as it was given. `fault`: why it is none that could be started.
create table campaign_row (
  campaign_id uuid not null references campaign,
  upload int not null,
  row_number int not null,
  given text not null,
  -- The line was meant by its number, which may move to another line before the campaign runs.
  by_number boolean not null,
  line_id text,
  fault text,
  detail text,
  primary key (campaign_id, upload, row_number),
  check (fault is not null or line_id is not null)
);
create unique index campaign_row_line on campaign_row (campaign_id, upload, line_id) where fault is null;
create index campaign_row_fault on campaign_row (campaign_id, upload, fault, row_number) where fault is not null;

-- What the rulebook would say to each valid row.
create table campaign_preview (
  campaign_id uuid not null references campaign,
  row_number int not null,
  preview int not null,
  outcome text not null
    check (outcome in ('would_start', 'open_already', 'ended_already', 'unknown', 'blocked', 'cannot_tell')),
  checks text[] not null default '{}',
  primary key (campaign_id, row_number)
);
create index campaign_preview_outcome on campaign_preview (campaign_id, preview, outcome, row_number);

-- Which row of the file it was; null for what was started at once.
alter table campaign_line add column row_number int;
create index campaign_line_result on campaign_line (campaign_id, result, row_number) where row_number is not null;
