-- Old cards: what a person handed in, in which bag and batch it went, who gave it to whom, and when it was destroyed.
-- ICCIDs are the operator's inventory. Who signs for a hand-over is named by a subject of the operator's issuer.

-- A scan asks whose card it is; cards of lines that ended long ago come too.
create index access_iccid on access (iccid);

create table card_batch (
  batch_id uuid primary key default uuidv7(),
  number text not null unique,
  state text not null default 'open' check (state in ('open', 'handed_over', 'closed', 'destroyed')),
  seal text,
  -- To whom it was handed over.
  destroyer text,
  opened_at timestamptz not null,
  check ((seal is null) = (state = 'open')),
  check ((destroyer is null) = (state = 'open'))
);

create table card_bag (
  bag_id uuid primary key default uuidv7(),
  number text not null unique,
  -- Of whoever opened it.
  shop text,
  state text not null default 'open' check (state in ('open', 'sealed', 'handed_over', 'received', 'in_batch')),
  seal text,
  batch_id uuid references card_batch,
  opened_at timestamptz not null,
  check ((seal is null) = (state = 'open')),
  check ((batch_id is not null) = (state = 'in_batch'))
);
create index card_bag_batch on card_bag (batch_id) where batch_id is not null;

-- A card that came back, or that its holder says they do not have any more.
create table returned_card (
  card_id uuid primary key default uuidv7(),
  iccid text not null,
  -- Null for one that is set aside: of another operator, or of a line that nobody asked to end.
  case_id uuid,
  line_id text,
  condition text not null check (condition in ('whole', 'cut_by_holder', 'damaged', 'missing')),
  came_by text check (came_by in ('shop', 'post')),
  bag_id uuid references card_bag,
  taken_in_at timestamptz not null,
  -- Back to its holder, on to its operator, or gone while it was with us.
  left_as text check (left_as in ('given_back', 'sent_on', 'lost')),
  left_at timestamptz,
  check ((case_id is null) = (line_id is null)),
  check ((came_by is null) = (condition = 'missing')),
  check ((left_as is null) = (left_at is null)),
  -- What is missing or set aside is never destroyed.
  check (bag_id is null or (case_id is not null and condition <> 'missing'))
);
-- A card is in one place, however many scan it at once.
create unique index returned_card_here on returned_card (iccid) where left_as is null;
create index returned_card_case on returned_card (case_id) where case_id is not null;
create index returned_card_bag on returned_card (bag_id) where bag_id is not null;
create index returned_card_loose on returned_card (taken_in_at)
  where bag_id is null and left_as is null and condition <> 'missing';

-- The chain of custody. Of a card, a bag or a batch; what a bag goes through, its cards go through.
create table custody_move (
  move_id uuid primary key default uuidv7(),
  kind text not null check (kind in ('take_in', 'put_in_bag', 'leave', 'open_bag', 'seal_bag', 'hand_over_bag', 'take_over_bag',
    'put_in_batch', 'open_batch', 'hand_over_batch', 'close_batch', 'destroy_batch')),
  card_id uuid references returned_card,
  bag_id uuid references card_bag,
  batch_id uuid references card_batch,
  at timestamptz not null,
  signed_by text not null,
  counted int,
  seal text,
  check (num_nonnulls(card_id, bag_id, batch_id) >= 1)
);
create index custody_move_card on custody_move (card_id) where card_id is not null;
create index custody_move_bag on custody_move (bag_id) where bag_id is not null;
create index custody_move_batch on custody_move (batch_id) where batch_id is not null;

-- What was scanned of a batch at its other end, in the order of the scans, as the scanner read it.
create table card_scan (
  batch_id uuid not null references card_batch,
  position bigint generated always as identity,
  scanned text not null,
  bag text,
  scanned_by text not null,
  scanned_at timestamptz not null,
  primary key (batch_id, position)
);

create table card_destruction (
  batch_id uuid primary key references card_batch,
  destroyed_on date not null,
  method text not null check (method in ('shredded', 'pulverised', 'incinerated', 'melted')),
  -- ISO/IEC 21964 (DIN 66399), for what is cut into particles.
  particle_class text,
  weight_grams int not null check (weight_grams > 0),
  reference text not null,
  -- Who saw it, under the operator's own key.
  witness_enc bytea not null,
  recorded_at timestamptz not null
);

-- What is on an envelope in place of a name.
create table card_label (
  label text primary key,
  case_id uuid not null unique,
  made_at timestamptz not null
);
