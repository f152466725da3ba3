-- Texts that phones send us, their answers, and what somebody stopped by one.

create table inbound_text (
  text_id uuid primary key default uuidv7(),
  source text not null check (source in ('smpp', 'webhook')),
  -- Which text it is: a keyed hash of the id that its message centre gave it, or of all that it is where there was none.
  message_key bytea not null,
  received_at timestamptz not null default now(),
  sender_kind text not null check (sender_kind in ('number', 'short_code', 'alphanumeric', 'malformed')),
  sender_enc bytea,
  sender_bidx bytea,
  sent_to text not null,
  -- Null for a text that is not answered, and once its time is over.
  body_enc bytea,
  parts int not null default 1,
  -- Whether it is one of those that a sender may have in a day, the one that says that it was the last, or one more.
  place text not null check (place in ('asks', 'tells_bound', 'over', 'nobody')),
  -- When somebody takes it up next; null once it is dealt with.
  due_at timestamptz,
  answer_until timestamptz not null,
  keep_until timestamptz not null,
  outcome text check (outcome in ('answered', 'helped', 'checked', 'stranger', 'over_strangers', 'told_bound', 'over_bound', 'nobody', 'too_late')),
  wish text,
  line_id text,
  -- Whose line it was when it was answered: a later holder of the number has nothing to do with it.
  holder_id text,
  dealt_at timestamptz,
  -- The answer, in the outbox.
  message_id uuid,
  check ((due_at is null) = (outcome is not null))
);
create index inbound_text_key on inbound_text (message_key, received_at);
create index inbound_text_due on inbound_text (due_at) where due_at is not null;
-- Only those that count: ten thousand texts of one sender are not walked through for the next one.
create index inbound_text_sender on inbound_text (sender_bidx, received_at) where place in ('asks', 'tells_bound');
create index inbound_text_strangers on inbound_text (dealt_at) where outcome = 'stranger';
create index inbound_text_line on inbound_text (line_id, text_id) where line_id is not null;
create index inbound_text_keep on inbound_text (keep_until);

-- Parts of long texts, until all are there.
create table inbound_text_part (
  -- Sender, receiver, number of the whole and how many: a keyed hash.
  whole_key bytea not null,
  which int not null,
  -- A keyed hash of what it says: the same part comes twice, another under the same number is of the next text.
  part_key bytea not null,
  body_enc bytea not null,
  received_at timestamptz not null default now(),
  -- The whole to which it went; such a part is kept for a while, so that it is known again.
  text_id uuid,
  primary key (whole_key, which, part_key)
);
create index inbound_text_part_received on inbound_text_part (received_at);

-- Signatures of the webhook that were used.
create table text_signature (
  signature_hash bytea primary key,
  used_at timestamptz not null default now()
);

-- Who wants no reminders at a number.
create table text_stop (
  number_bidx bytea not null,
  party_id text not null,
  stopped_at timestamptz not null default now(),
  primary key (number_bidx, party_id)
);

-- Codes by which another operator ends the line for its holder.
create table switching_code (
  code_bidx bytea primary key,
  code_enc bytea not null,
  line_id text not null,
  holder_id text not null,
  -- One is drawn for one request; the same request gets the same code.
  issue_key text not null unique,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  redeemed_at timestamptz,
  case_id uuid
);
create index switching_code_line on switching_code (line_id, expires_at);

-- How far redemptions were read.
create table switching_cursor (
  one boolean primary key default true check (one),
  cursor text not null
);
