import type { NamedPerson } from '../../domain/special/special-request.ts';
import type { Language } from '../../domain/values/language.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import type { ContactChannel } from '../outbox.ts';
import { documentIndex, nameIndex, type Party } from '../people/parties.ts';

/** Makes a person of who asks, with a key of their own: erasing them leaves the holder's data alone, and the other way round. */
export async function insertRequester(
  tx: Db,
  vault: Vault,
  {
    partyId,
    language,
    person,
  }: { readonly partyId: string; readonly language: Language; readonly person: NamedPerson },
): Promise<DataKey> {
  const dataKey = vault.newDataKey();
  const { type, country, number } = person.document;
  await tx.query(
    `insert into party (party_id, kind, data_key_wrapped, key_epoch, language, name_enc, document_type, document_country,
       document_enc, document_bidx, name_bidx)
     values ($1, 'natural', $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      partyId,
      vault.wrap(dataKey),
      vault.currentEpoch,
      language,
      vault.encrypt(dataKey, 'party name', person.name),
      type,
      country,
      vault.encrypt(dataKey, 'party document', number),
      documentIndex(vault, number),
      nameIndex(vault, person.name),
    ],
  );
  return dataKey;
}

/** Where the requester is told of the decision. Whoever decides has compared who they are; a contact of theirs is told from then on. */
export async function addRequesterContact(
  tx: Db,
  vault: Vault,
  party: Pick<Party, 'partyId' | 'dataKey'>,
  {
    channel,
    value,
    verifiedAt,
  }: {
    readonly channel: ContactChannel;
    readonly value: string;
    /** Null where nobody has said that the requester is who they say. */
    readonly verifiedAt: Date | null;
  },
): Promise<{ readonly contactId: string; readonly channel: ContactChannel }> {
  const { rows } = await tx.query<{ contact_id: string }>(
    `insert into contact (party_id, channel, value_enc, value_bidx, verified_at, origin)
     values ($1, $2, $3, $4, $5, 'confirmation')
     on conflict (party_id, channel, value_bidx) do update set verified_at = coalesce(contact.verified_at, excluded.verified_at)
     returning contact_id`,
    [
      party.partyId,
      channel,
      vault.encrypt(party.dataKey, 'contact', value),
      vault.index(`contact ${channel}`, value),
      verifiedAt,
    ],
  );
  return { contactId: rows[0]!.contact_id, channel };
}

/** The lines that somebody holds by this document, those that still serve first. */
export async function lineIdsUnderDocument(
  db: Db,
  vault: Vault,
  document: NamedPerson['document'],
): Promise<readonly string[]> {
  const { rows } = await db.query<{ line_id: string }>(
    `select l.line_id from line l join party p on p.party_id = l.holder_id
     where p.document_bidx = $1 order by l.status = 'ended', l.line_id limit 200`,
    [documentIndex(vault, document.number)],
  );
  return rows.map(({ line_id }) => line_id);
}

/** Whether a contact is a number or a contact of somebody who holds one of the lines, or held it before it was split off; but for the requester. */
export async function reachesHolder(
  db: Db,
  vault: Vault,
  of: {
    readonly lineIds: readonly string[];
    readonly requesterId: string;
    readonly channel: ContactChannel;
    readonly value: string;
  },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `with holder as (
       select held as holder_id from line, unnest(array_append(split_from, holder_id)) held
       where line_id = any($1::text[]) and held <> $5)
     select from msisdn_assignment m join line l using (line_id) join holder using (holder_id)
       where $2 = 'sms' and m.msisdn = $3 and m.to_at is null
     union all
     select from contact c join holder on holder.holder_id = c.party_id
       where c.channel = $2 and c.value_bidx = $4 limit 1`,
    [of.lineIds, of.channel, of.value, vault.index(`contact ${of.channel}`, of.value), of.requesterId],
  );
  return (rowCount ?? 0) > 0;
}
