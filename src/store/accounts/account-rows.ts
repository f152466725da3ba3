import type { NoticeKind } from '../../domain/notices.ts';
import type { Language } from '../../domain/values/language.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import { OUTBOX_BODY } from '../outbox.ts';

/** A person as the operator recorded them; what was never recorded is null. */
export interface PersonRow {
  readonly kind: 'natural' | 'legal';
  readonly language: Language;
  readonly name: string | null;
  readonly documentType: string | null;
  readonly documentCountry: string | null;
  readonly document: string | null;
}

/** @returns null for somebody who is not known, or was erased */
export async function personRow(
  db: Db,
  vault: Vault,
  { partyId, dataKey }: { readonly partyId: string; readonly dataKey: DataKey },
): Promise<PersonRow | null> {
  const { rows } = await db.query<
    Omit<PersonRow, 'name' | 'document'> & { nameEnc: Buffer | null; documentEnc: Buffer | null }
  >(
    `select kind, language, name_enc as "nameEnc", document_type as "documentType", document_country as "documentCountry",
       document_enc as "documentEnc" from party where party_id = $1 and data_key_wrapped is not null`,
    [partyId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { nameEnc, documentEnc, ...said } = row;
  return {
    ...said,
    name: nameEnc === null ? null : vault.decryptText(dataKey, 'party name', nameEnc),
    document: documentEnc === null ? null : vault.decryptText(dataKey, 'party document', documentEnc),
  };
}

export interface NumberRow {
  readonly lineId: string;
  readonly msisdn: string;
  readonly from: Date;
  readonly to: Date | null;
}

/** Which numbers some lines had, from when to when. */
export async function numberRows(db: Db, lineIds: readonly string[]): Promise<readonly NumberRow[]> {
  const { rows } = await db.query<NumberRow>(
    `select line_id as "lineId", msisdn, from_at as "from", to_at as "to" from msisdn_assignment
     where line_id = any($1::text[]) order by line_id, from_at`,
    [lineIds],
  );
  return rows;
}

export interface RequestRow {
  readonly caseId: string;
  readonly reference: string;
  readonly lineId: string;
  readonly channel: string;
  readonly declaredAt: Date;
  readonly confirmedAt: Date | null;
  readonly serviceEndedAt: Date | null;
  readonly closedAt: Date | null;
  readonly outcome: string | null;
  readonly certificateId: string | null;
}

/** What a person asked for of some lines: open and closed, without what somebody else asked for in confidence. */
export async function requestRows(
  db: Db,
  partyId: string,
  lineIds: readonly string[],
): Promise<readonly RequestRow[]> {
  const columns = `case_id, reference, line_id, channel, declared_at, confirmed_at, service_ended_at, outcome, certificate_id`;
  const { rows } = await db.query<RequestRow>(
    `select case_id as "caseId", reference, line_id as "lineId", channel, declared_at as "declaredAt", confirmed_at as "confirmedAt",
       service_ended_at as "serviceEndedAt", closed_at as "closedAt", outcome, certificate_id as "certificateId"
     from (select ${columns}, null::timestamptz as closed_at from termination where holder_id = $1 and not confidential
       union all select ${columns}, closed_at from termination_closed where holder_id = $1 and not confidential) c
     where line_id = any($2::text[]) order by declared_at, reference`,
    [partyId, lineIds],
  );
  return rows;
}

export interface MessageRow {
  readonly at: Date;
  readonly channel: string;
  readonly kind: string;
  readonly text: string;
}

/**
 * Codes are worth nothing to anybody any more, and an export is to hold none that still is: the answer to a text can be a code for leaving,
 * with which another operator takes the number for weeks.
 */
const LEFT_OUT: readonly NoticeKind[] = ['code', 'hotline_code', 'receipt', 'text_answer'];

/** The messages to a person that are still kept; they are, for some days. */
export async function messageRows(
  db: Db,
  vault: Vault,
  { partyId, dataKey }: { readonly partyId: string; readonly dataKey: DataKey },
): Promise<readonly MessageRow[]> {
  const { rows } = await db.query<Omit<MessageRow, 'text'> & { bodyEnc: Buffer }>(
    `select sent_at as at, channel, kind, body_enc as "bodyEnc" from outbox
     where party_id = $1 and sent_at is not null and kind <> all($2::text[]) order by sent_at`,
    [partyId, LEFT_OUT],
  );
  return rows.map(({ bodyEnc, ...row }) => ({
    ...row,
    text: vault.decryptText(dataKey, OUTBOX_BODY, bodyEnc),
  }));
}
