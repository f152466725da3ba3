-- The operations desk: every case found, read and steered.

-- A keyed hash of the name, without case, spaces and dots, by which a person is found; destroyed with the person. Whoever has the key
-- fills it in for people who were known before.
alter table party add column name_bidx bytea;
create index party_name on party (name_bidx, party_id) where name_bidx is not null;
create index party_name_missing on party (party_id)
  where name_enc is not null and name_bidx is null and data_key_wrapped is not null;

-- Numbers and cards are looked for by who had them, too.
create index msisdn_former on msisdn_assignment (msisdn) where to_at is not null;
create index access_imsi_former on access (imsi) where to_at is not null;
create index access_eid on access (eid) where eid is not null;
