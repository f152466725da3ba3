-- Archives of what is held of a person, made for that person and encrypted under a passphrase of their own.

create table account_export (
  export_id uuid primary key default uuidv7(),
  reference text not null unique,
  party_id text not null references party,
  line_ids text[] not null,
  language text not null,
  state text not null default 'waiting' check (state in ('waiting', 'making', 'ready', 'failed', 'expired')),
  -- Under the person's key; gone as soon as the archive is made, or given up.
  passphrase_enc bytea,
  asked_at timestamptz not null default now(),
  -- Whoever makes it; when that one counts as dead.
  lease uuid,
  lease_until timestamptz,
  attempts int not null default 0,
  -- Rows that were written, of those that there are, each once as CSV and once as JSON.
  rows_done bigint not null default 0,
  rows_total bigint,
  ready_at timestamptz,
  expires_at timestamptz,
  bytes bigint,
  sha256 bytea,
  downloads int not null default 0,
  -- A stable word: why it was given up.
  failed text,
  check ((state in ('waiting', 'making')) = (passphrase_enc is not null))
);
-- One at a time.
create unique index account_export_open on account_export (party_id) where state in ('waiting', 'making');
create index account_export_party on account_export (party_id, asked_at);

-- The archive, as it was made; encrypted by its passphrase, which is known to nobody here.
create table account_export_part (
  export_id uuid not null references account_export on delete cascade,
  part int not null,
  bytes bytea not null,
  primary key (export_id, part)
);
alter table account_export_part alter column bytes set storage external;

select no_samples('account_export', 'passphrase_enc'), no_samples('account_export', 'sha256'), no_samples('account_export_part', 'bytes');
