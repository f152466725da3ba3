-- eSIM: which device holds which profile, how each is unbound from an ending line, and what the eUICC signed of it.

create table device (
  eid text primary key,
  imei text,
  last_seen_at timestamptz,
  updated_at timestamptz not null default now()
);

-- A profile of a line: on a device, ordered and not yet downloaded, or left behind on a device that was replaced.
create table esim_profile (
  iccid text primary key,
  line_id text not null references line,
  eid text references device,
  state text not null check (state in
    ('available', 'allocated', 'linked', 'confirmed', 'released', 'downloaded', 'installed', 'error', 'unavailable', 'deleted')),
  smdp_address text,
  matching_id text,
  -- Whether the profile's metadata names an address that a deletion is notified to; null: nobody told us.
  notifies_deletion boolean,
  -- What the holder calls the device, under the holder's data key.
  label_enc bytea,
  deleted_at timestamptz,
  -- When the holder was asked whether the line shall end, after a deletion that belonged to no case.
  asked_at timestamptz,
  updated_at timestamptz not null default now()
);
create index esim_profile_line on esim_profile (line_id);
create index esim_profile_eid on esim_profile (eid) where eid is not null;

-- Every notification that a phone or an SM-DP+ delivered, stored before it is acknowledged: afterwards the phone erases its copy.
create table euicc_notification (
  notification_id uuid primary key default uuidv7(),
  received_at timestamptz not null default now(),
  via text not null check (via in ('lpa', 'smdp')),
  -- SHA-256 of the bytes: a phone that missed the acknowledgement sends the same again.
  digest bytea not null unique,
  repeats int not null default 0,
  -- The bytes as received, under the data key of the profile's holder, or under the operator's own where there is none.
  raw_enc bytea not null,
  party_id text,
  salt bytea not null,
  -- SHA-256(salt || bytes), as a certificate names it.
  hash bytea not null,
  verdict text not null check (verdict in ('proven', 'quarantined')),
  reason text,
  event text check (event in ('install', 'enable', 'disable', 'delete')),
  eid text,
  iccid text,
  seq_number bigint,
  address text,
  line_id text,
  reviewed_at timestamptz,
  reviewed_by text
);
-- The eUICC signs neither a time nor a nonce: each number of each address counts once.
create unique index euicc_notification_once on euicc_notification (eid, seq_number, address) where verdict = 'proven';
-- The last sign of life of a profile on a device, and its deletions.
create index euicc_notification_alive on euicc_notification (iccid, eid, seq_number) where verdict = 'proven' and event <> 'delete';
create index euicc_notification_deleted on euicc_notification (iccid, seq_number) where verdict = 'proven' and event = 'delete';
create index euicc_notification_hash on euicc_notification (hash) where verdict = 'proven';
create index euicc_notification_review on euicc_notification (received_at) where verdict = 'quarantined' and reviewed_at is null;

-- One row a profile of an ending line; it stays when the case is closed, and is then the ledger of zombie profiles.
create table unbinding (
  case_id uuid not null,
  iccid text not null,
  line_id text not null,
  holder_id text not null,
  eid text,
  requested_at timestamptz not null default now(),
  -- Until when the line waits for the device; then it ends all the same.
  wait_until timestamptz not null,
  -- Somebody said that it is deleted, without the eUICC's signature: the holder, or the SM-DP+.
  reported_at timestamptz,
  reported_by text check (reported_by in ('holder', 'smdp')),
  reminded_at timestamptz,
  -- Null while the line still waits for the device.
  result text check (result in ('proven', 'unproven', 'unreachable', 'not_possible', 'cancelled')),
  result_at timestamptz,
  notification_id uuid references euicc_notification,
  -- The line has ended with the profile unproven: since then it is a zombie.
  ended_at timestamptz,
  primary key (case_id, iccid)
);
create index unbinding_iccid on unbinding (iccid);
create index unbinding_notification on unbinding (notification_id) where notification_id is not null;
create index unbinding_zombie on unbinding (ended_at, case_id, iccid) where result <> 'proven' and result <> 'cancelled' and ended_at is not null;
