-- What people reported as fraud, grouped into campaigns; what the operator blocked; which texts were ours.

-- Reports of one kind: the same domain, number or account, or the same text. `key` names what they have in common, and is a
-- keyed hash where that is a text.
create table scam_campaign (
  campaign_id uuid primary key default uuidv7(),
  reference text not null unique,
  key text not null unique,
  state text not null default 'open' check (state in ('open', 'blocked', 'harmless')),
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  -- How many clients reported it: one that reports a thousand times counts once.
  clients integer not null default 0,
  decided_at timestamptz,
  decided_by text,
  check ((state = 'open') = (decided_at is null))
);
create index scam_campaign_listed on scam_campaign (state, clients desc, campaign_id);

create table scam_report (
  campaign_id uuid not null references scam_campaign on delete cascade,
  -- A keyed hash: who reported is not known, only that it was somebody else.
  client_bidx bytea not null,
  text_enc bytea not null,
  sender_enc bytea,
  verdict text not null,
  reasons text[] not null,
  reported_at timestamptz not null default now(),
  keep_until timestamptz not null,
  primary key (campaign_id, client_bidx)
);
create index scam_report_client on scam_report (client_bidx, reported_at);
create index scam_report_kept on scam_report (keep_until);

-- What the operator blocks, by the same keys; `source` is a campaign's reference or the name of a list.
create table channel_block (
  key text primary key,
  source text not null,
  note text not null default '',
  added_at timestamptz not null default now(),
  added_by text not null
);
create index channel_block_listed on channel_block (added_at, key);

-- By which a text is found again that somebody shows us: a keyed hash of its words. Only of texts that name a reference.
alter table outbox add column text_bidx bytea;
create index outbox_text on outbox (text_bidx) where text_bidx is not null;
