-- Calls of the voice menu, a row each: where the caller is in it. What is in the state is readable under the operator's key only, and
-- is gone when the call ends. No answer to a question is ever in it.
create table voice_call (
  platform text not null check (platform in ('jambonz', 'twilio', 'demo')),
  call_id text not null,
  -- The keyed hash of the calling number; null where it was withheld.
  caller_bidx bytea,
  -- How many inputs were answered: the next one names it, and one that was answered is not taken again.
  step int not null default 0,
  -- Whoever answers the step, until when: two webhooks at once do nothing twice.
  claim uuid,
  claimed_until timestamptz,
  state_enc bytea,
  -- Of the one declaration that a call can make: it is made once, however often the step is repeated.
  reference text not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  primary key (platform, call_id),
  check ((ended_at is null) = (state_enc is not null))
);
create index voice_call_caller on voice_call (caller_bidx, began_at);

-- What the menu collected when a person took over.
create table voice_hand_over (
  hand_over_id uuid primary key default uuidv7(),
  platform text not null,
  call_id text not null,
  caller_bidx bytea,
  -- Number, language and wish, under the operator's key.
  body_enc bytea not null,
  why text not null,
  proven text[] not null,
  reference text,
  made_at timestamptz not null,
  unique (platform, call_id)
);
create index voice_hand_over_caller on voice_hand_over (caller_bidx, made_at);
create index voice_hand_over_call on voice_hand_over (call_id);
create index voice_hand_over_made on voice_hand_over (made_at);
