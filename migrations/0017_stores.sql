-- Where people are attended to, from the operator's file, and the times for which they come.

create table store (
  store_id text primary key,
  names jsonb not null,
  jurisdiction text not null,
  province text,
  city jsonb not null,
  address jsonb not null,
  phone text,
  services text[] not null,
  -- As OpenStreetMap writes opening hours.
  hours text not null,
  time_zone text not null,
  slot_minutes int not null check (slot_minutes between 5 and 480),
  places int not null check (places between 0 and 200),
  -- The order of the file.
  position int not null,
  -- When it left the file: its appointments are over, and its name stays for those who look.
  closed_at timestamptz
);
create index store_listed on store (position) where closed_at is null;

-- Nobody's name: whoever comes shows who they are at the counter.
create table appointment (
  appointment_id uuid primary key default uuidv7(),
  -- E.g. `AP-7K3F9QXM`; no secret. The link that cancels it is keyed.
  reference text not null unique,
  -- Of the form by which it was made: sent twice, it makes one.
  form_key bytea not null unique,
  store_id text not null references store,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- From 1 to the places of the store.
  seat int not null,
  service text not null,
  -- Who made it, as a keyed hash: a person, or a client that nobody signed in at.
  by_bidx bytea not null,
  -- Whom messages reach; null where nobody signed in.
  party_id text references party,
  line_id text references line,
  made_at timestamptz not null,
  reminded_at timestamptz,
  ended_at timestamptz,
  ended_for text check (ended_for in ('cancelled', 'store_changed')),
  check (ends_at > starts_at),
  check ((ended_at is null) = (ended_for is null))
);
-- Whatever asks at once: a seat is given once.
create unique index appointment_seat on appointment (store_id, starts_at, seat) where ended_at is null;
create index appointment_by on appointment (by_bidx, made_at);
create index appointment_due on appointment (starts_at) where ended_at is null and reminded_at is null;
create index appointment_kept on appointment (starts_at);
create index appointment_at on appointment (store_id, starts_at);
