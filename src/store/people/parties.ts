import { nameKey } from '../../domain/people/name-key.ts';
import type { Language } from '../../domain/values/language.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import type { ContactChannel } from '../outbox.ts';

export interface Party {
  readonly partyId: string;
  readonly kind: 'natural' | 'legal';
  readonly language: Language;
  readonly documentIndex: Buffer | null;
  readonly dataKey: DataKey;
}

/** A person with the key to their data; null if unknown or erased. */
export async function findParty(db: Db, vault: Vault, partyId: string): Promise<Party | null> {
  const { rows } = await db.query<{
    kind: Party['kind'];
    language: Language;
    document_bidx: Buffer | null;
    data_key_wrapped: Buffer | null;
    key_epoch: number;
  }>({
    name: 'find-party',
    text: 'select kind, language, document_bidx, data_key_wrapped, key_epoch from party where party_id = $1',
    values: [partyId],
  });
  const row = rows[0];
  if (row === undefined || row.data_key_wrapped === null) return null;
  return {
    partyId,
    kind: row.kind,
    language: row.language,
    documentIndex: row.document_bidx,
    dataKey: vault.unwrap(row.data_key_wrapped, row.key_epoch),
  };
}

/** The name in the clear; null where nobody recorded it, and once the person is erased. */
export async function findHolderName(db: Db, vault: Vault, partyId: string): Promise<string | null> {
  const { rows } = await db.query<{
    name_enc: Buffer | null;
    data_key_wrapped: Buffer | null;
    key_epoch: number;
  }>({
    name: 'find-holder-name',
    text: 'select name_enc, data_key_wrapped, key_epoch from party where party_id = $1',
    values: [partyId],
  });
  const row = rows[0];
  if (row === undefined || row.name_enc === null || row.data_key_wrapped === null) return null;
  return vault.decryptText(vault.unwrap(row.data_key_wrapped, row.key_epoch), 'party name', row.name_enc);
}

/** The data keys of many people; without those who are unknown or erased. */
export async function dataKeysOf(
  db: Db,
  vault: Vault,
  partyIds: readonly string[],
): Promise<ReadonlyMap<string, DataKey>> {
  const { rows } = await db.query<{ party_id: string; data_key_wrapped: Buffer; key_epoch: number }>({
    name: 'data-keys',
    text: `select party_id, data_key_wrapped, key_epoch from party
      where party_id = any($1::text[]) and data_key_wrapped is not null`,
    values: [[...new Set(partyIds)]],
  });
  return new Map(rows.map((row) => [row.party_id, vault.unwrap(row.data_key_wrapped, row.key_epoch)]));
}

/** The keyed hashes of many people's documents; without those who are unknown or erased, or of whom none is recorded. */
export async function documentIndexesOf(
  db: Db,
  partyIds: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const { rows } = await db.query<{ party_id: string; document_bidx: Buffer }>(
    `select party_id, document_bidx from party
     where party_id = any($1::text[]) and document_bidx is not null and data_key_wrapped is not null`,
    [[...new Set(partyIds)]],
  );
  return new Map(rows.map(({ party_id, document_bidx }) => [party_id, document_bidx]));
}

/** The keyed hash under which a document number is found. */
export function documentIndex(vault: Vault, number: string): Buffer {
  return vault.index('document', number);
}

/** The keyed hash under which a person's name is found: exactly that name, and nothing of it. */
export function nameIndex(vault: Vault, name: string): Buffer {
  return vault.index('name', nameKey(name));
}

/** Where a contact is told something. */
export interface ContactAddress {
  readonly contactId: string;
  readonly channel: ContactChannel;
}

export interface ContactRow extends ContactAddress {
  readonly value: string;
  readonly verifiedAt: Date | null;
  readonly changedAt: Date;
  /** Typed at a confirmation it may be anybody's, and proves nothing. */
  readonly origin: 'operator' | 'confirmation';
}

/** A person's other telephone numbers and e-mail addresses, the longest verified first. */
export async function contactsOf(
  db: Db,
  vault: Vault,
  party: Pick<Party, 'partyId' | 'dataKey'>,
): Promise<readonly ContactRow[]> {
  const { rows } = await db.query<{
    contact_id: string;
    channel: ContactChannel;
    value_enc: Buffer;
    verified_at: Date | null;
    changed_at: Date;
    origin: ContactRow['origin'];
  }>(
    `select contact_id, channel, value_enc, verified_at, changed_at, origin from contact
     where party_id = $1 and channel in ('sms', 'email')
     order by verified_at nulls last, contact_id`,
    [party.partyId],
  );
  return rows.map((row) => ({
    contactId: row.contact_id,
    channel: row.channel,
    value: vault.decryptText(party.dataKey, 'contact', row.value_enc),
    verifiedAt: row.verified_at,
    changedAt: row.changed_at,
    origin: row.origin,
  }));
}

/**
 * Adds what a person gave at the confirmation, to be told of the end of the line. An e-mail address is told nothing but a
 * code until that is answered. What the operator knows of a contact stays as it is: typing it verifies nothing.
 */
export async function addConfirmationContact(
  db: Db,
  vault: Vault,
  party: Party,
  { channel, value }: { readonly channel: ContactChannel; readonly value: string },
): Promise<void> {
  await db.query(
    `insert into contact (party_id, channel, value_enc, value_bidx, verified_at, origin)
     values ($1, $4, $2, $3, case when $4 = 'sms' then now() end, 'confirmation')
     on conflict (party_id, channel, value_bidx) do update set verified_at = coalesce(contact.verified_at, excluded.verified_at)
       where contact.origin = 'confirmation'`,
    [
      party.partyId,
      vault.encrypt(party.dataKey, 'contact', value),
      vault.index(`contact ${channel}`, value),
      channel,
    ],
  );
}

/** The e-mail address that a person gave last and has not confirmed yet; null where there is none. */
export async function unconfirmedEmail(
  db: Db,
  vault: Vault,
  party: Pick<Party, 'partyId' | 'dataKey'>,
): Promise<{ readonly contactId: string; readonly value: string } | null> {
  const { rows } = await db.query<{ contact_id: string; value_enc: Buffer }>({
    name: 'unconfirmed-email',
    text: `select contact_id, value_enc from contact where party_id = $1 and channel = 'email' and verified_at is null
      order by contact_id desc limit 1`,
    values: [party.partyId],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return { contactId: row.contact_id, value: vault.decryptText(party.dataKey, 'contact', row.value_enc) };
}

/** The person has answered the code that was sent there. */
export async function confirmContact(db: Db, contactId: string): Promise<void> {
  await db.query({
    name: 'confirm-contact',
    text: 'update contact set verified_at = now() where contact_id = $1 and verified_at is null',
    values: [contactId],
  });
}

/** Whom to tell of something about many lines at once: the person's language and key, and every contact that was verified. */
export interface ToTell {
  readonly language: Language;
  readonly dataKey: DataKey;
  readonly contacts: readonly ContactAddress[];
}

/** By person; without those who are unknown or erased. */
export async function peopleToTell(
  db: Db,
  vault: Vault,
  partyIds: readonly string[],
): Promise<ReadonlyMap<string, ToTell>> {
  if (partyIds.length === 0) return new Map();
  const { rows } = await db.query<{
    party_id: string;
    language: Language;
    data_key_wrapped: Buffer;
    key_epoch: number;
    contacts: readonly ContactAddress[];
  }>({
    name: 'people-to-tell',
    text: `select p.party_id, p.language, p.data_key_wrapped, p.key_epoch,
        coalesce((select json_agg(json_build_object('contactId', c.contact_id, 'channel', c.channel) order by c.contact_id)
          from contact c where c.party_id = p.party_id and c.channel in ('sms', 'email') and c.verified_at is not null), '[]') as contacts
      from party p where p.party_id = any($1::text[]) and p.data_key_wrapped is not null`,
    values: [[...new Set(partyIds)]],
  });
  return new Map(
    rows.map(({ party_id, language, data_key_wrapped, key_epoch, contacts }) => [
      party_id,
      { language, dataKey: vault.unwrap(data_key_wrapped, key_epoch), contacts },
    ]),
  );
}

/** Of each person the contact, beside their lines, that was verified last. */
export async function verifiedContacts(
  db: Db,
  partyIds: readonly string[],
): Promise<ReadonlyMap<string, ContactAddress>> {
  const { rows } = await db.query<{ party_id: string; contact_id: string; channel: ContactChannel }>({
    name: 'verified-contacts',
    text: `select distinct on (party_id) party_id, contact_id, channel from contact
      where party_id = any($1::text[]) and channel in ('sms', 'email') and verified_at is not null
      order by party_id, verified_at desc`,
    values: [partyIds],
  });
  return new Map(
    rows.map(({ party_id, contact_id, channel }) => [party_id, { contactId: contact_id, channel }]),
  );
}

/** Holds a person, so that what is counted of them is counted by one at a time. */
export async function lockParty(tx: Db, partyId: string): Promise<void> {
  await tx.query('select from party where party_id = $1 for no key update', [partyId]);
}
