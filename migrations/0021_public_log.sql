-- The public log of certificates: a tree of entries that only grows (C2SP tlog-tiles), and what was signed of it.

-- Entries that the transaction of their certificate put here, until the sequencer gives each its place.
create table log_queue (
  queue_id bigint generated always as identity primary key,
  -- Small JSON, of no person (src/tlog/entries.ts).
  entry text not null check (octet_length(entry) <= 65535),
  -- The certificate of which the entry says that it was issued.
  certificate_id uuid
);

create table log_leaf (
  leaf_index bigint primary key,
  entry text not null,
  certificate_id uuid
);
create index log_leaf_certificate on log_leaf (certificate_id) where certificate_id is not null;

-- Up to 256 hashes of 32 bytes. The last tile of a level grows at its end until it is full; what is in it never changes, so
-- that a partial tile is the beginning of it.
create table log_tile (
  level smallint,
  tile_index bigint,
  hashes bytea not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (level, tile_index)
);
-- Hashes cannot be compressed, and the beginning of a tile is read without its rest.
alter table log_tile alter column hashes set storage external;

-- The tree as it was committed. One row.
create table log_tree (
  one boolean primary key default true check (one),
  size bigint not null,
  root bytea not null check (octet_length(root) = 32)
);
insert into log_tree (size, root) values (0, sha256(''));

-- The newest head that was signed, and the newest that may be shown: it waits for witnesses where a quorum of them is asked for.
create table log_checkpoint (
  state text primary key check (state in ('signed', 'published')),
  origin text not null,
  size bigint not null,
  root bytea not null check (octet_length(root) = 32),
  -- The signed note, with the cosignatures that it has so far.
  note text not null,
  at timestamptz not null default now()
);

-- What each witness said last.
create table log_witness (
  name text,
  origin text,
  -- The largest size that it says to have seen.
  size bigint not null default 0,
  asked_at timestamptz not null default now(),
  cosigned_at timestamptz,
  -- Why it did not cosign when it was asked last.
  fault text,
  primary key (origin, name)
);

-- By which key each log is known: a process with another key must not sign it.
create table log_key (
  origin text primary key,
  -- The public key, as verifiers are given it (C2SP signed-note).
  vkey text not null
);
