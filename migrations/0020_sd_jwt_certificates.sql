-- Certificates are SD-JWT VCs, and their status is in Token Status Lists. The form before it was never released: nobody holds one.
drop table certificate;
drop table certificate_batch;

-- A place in a status list is drawn as the next position of all, in blocks; the position's list shuffles it, so that neighbours
-- in a list tell nothing of when they were issued.
create sequence certificate_status_position as bigint minvalue 0 start 0 increment 256;

create table status_list (
  list_no int primary key,
  -- The key of the shuffle.
  shuffle_key bytea not null
);

create table certificate (
  certificate_id uuid primary key,
  case_id uuid not null,
  line_id text not null,
  -- As it was signed: header, payload and signature.
  jwt text not null,
  -- The disclosures of what it says of the person, under the person's key. Those of the evidence stay with the evidence.
  disclosures_enc bytea not null,
  status_list int not null,
  status_index int not null,
  supersedes uuid,
  superseded_by uuid,
  revoked_at timestamptz,
  -- Published: one of a few words, never a text of somebody's own.
  revoked_reason text check (revoked_reason in
    ('issued_in_error', 'wrong_person', 'wrong_data', 'fraud', 'key_compromise', 'ordered_by_authority')),
  issued_at timestamptz not null default now(),
  check ((revoked_at is null) = (revoked_reason is null))
);
-- Base64 of mostly hashes does not get smaller; uncompressed and in its row it is read with one look.
alter table certificate alter column jwt set storage external;
alter table certificate set (toast_tuple_target = 8160);
create index certificate_case on certificate (case_id);
create index certificate_not_plain on certificate (status_list)
  where revoked_at is not null or superseded_by is not null;
