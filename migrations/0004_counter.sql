-- One visit of a customer at the counter: what was shown, written and signed, step by step. The proof is the session's.
create table counter_visit (
  visit_id uuid primary key default uuidv7(),
  attendance_id uuid not null unique references attendance,
  line_id text not null,
  party_id text not null references party,
  case_id uuid,
  begun_at timestamptz not null,
  touched_at timestamptz not null,
  ended_at timestamptz,
  capacity text check (capacity in ('owner', 'heir', 'guardian', 'agent', 'company')),
  document_seen_at timestamptz,
  materials text[] not null default '{}',
  materials_done_at timestamptz,
  -- The representative's name and document, and what was typed into the form.
  details_enc bytea,
  form_done_at timestamptz,
  signed_at timestamptz,
  signed_how text check (signed_how in ('pen', 'paper')),
  signature_enc bytea,
  card_done_at timestamptz,
  check ((signed_at is null) = (signed_how is null)),
  check (coalesce(signed_how = 'pen', false) = (signature_enc is not null))
);
create index counter_visit_line on counter_visit (line_id, touched_at) where signed_at is null;
create index counter_visit_case on counter_visit (case_id) where case_id is not null;

-- A picture of a document or of a form signed on paper, without anything beside the picture, under the person's key.
create table document_photo (
  photo_id uuid primary key default uuidv7(),
  visit_id uuid not null references counter_visit,
  line_id text not null,
  party_id text not null references party,
  kind text not null check (kind in ('holder_document', 'own_document', 'material', 'signed_form')),
  type text not null check (type in ('image/jpeg', 'image/png', 'image/webp')),
  bytes_enc bytea not null,
  taken_at timestamptz not null,
  -- As the rulebook of the day said.
  keep_until timestamptz not null
);
create index document_photo_visit on document_photo (visit_id);
create index document_photo_over on document_photo (keep_until);
