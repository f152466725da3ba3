import { hash } from 'node:crypto';
import { byteas, int2s, jsonbs, texts, timestamps, uuids } from './array-parameters.ts';
import type { Db } from './database.ts';
import { type Exchange, packExchanges, unpackExchanges, unpackLoneExchange } from './exchange.ts';
import type { DataKey, Vault } from './vault.ts';
import type { Evidence, EvidenceRow, Notice, Work } from './work.ts';

export interface AuditEntry {
  readonly caseId: string | null;
  readonly lineId: string | null;
  /** Who: `engine`, `subscriber`, `staff:NAME`, `system:NAME`. Never a name of a person. */
  readonly actor: string;
  readonly action: string;
  readonly facts?: Readonly<Record<string, unknown>> | null;
}

export async function insertAudit(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.query({
    name: 'insert-audit',
    text: `insert into audit (case_id, line_id, actor, action, facts)
      select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[])`,
    values: [
      uuids(entries, (e) => e.caseId),
      texts(entries, (e) => e.lineId),
      texts(entries, (e) => e.actor),
      texts(entries, (e) => e.action),
      jsonbs(entries, (e) => (e.facts ? JSON.stringify(e.facts) : null)),
    ],
  });
}

/** A network answer as it is stored: its salted hash for certificates, its bytes under the person's key. */
export interface SealedEvidence extends EvidenceRow {
  readonly interface: string;
  readonly salt: Buffer;
  /** Which of the exchanges that were encrypted together. */
  readonly part: number;
  /** All of them, with the first. */
  readonly exchangesEnc: Buffer | null;
}

const SALT_BYTES = 16;

/** Seals what one stage of a case was answered, under one nonce: making a cipher costs more than to encrypt an answer. */
export function sealEvidence(
  vault: Vault,
  work: Pick<Work, 'dataKey'>,
  stage: string,
  items: readonly Evidence[],
): SealedEvidence[] {
  if (items.length === 0) return [];
  const packed = packExchanges(items.map(({ answer }) => answer));
  const exchangesEnc = vault.encrypt(work.dataKey, EVIDENCE, packed);
  return items.map(({ accessId, answer }, part) => {
    const salt = vault.random(SALT_BYTES);
    return {
      accessId,
      stage,
      element: answer.element,
      interface: answer.interface,
      meaning: answer.meaning,
      at: answer.at,
      salt,
      hash: hash('sha256', Buffer.concat([salt, answer.answer])),
      part,
      exchangesEnc: part === 0 ? exchangesEnc : null,
    };
  });
}

const EVIDENCE = 'evidence';

export async function insertEvidence(
  db: Db,
  items: readonly (SealedEvidence & { readonly caseId: string })[],
): Promise<void> {
  if (items.length === 0) return;
  await db.query({
    name: 'insert-evidence',
    text: `insert into evidence (case_id, access_id, stage, element, interface, meaning, at, salt, hash, part, exchange_enc)
      select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
        $8::bytea[], $9::bytea[], $10::smallint[], $11::bytea[])`,
    values: [
      uuids(items, (e) => e.caseId),
      texts(items, (e) => e.accessId),
      texts(items, (e) => e.stage),
      texts(items, (e) => e.element),
      texts(items, (e) => e.interface),
      texts(items, (e) => e.meaning),
      timestamps(items, (e) => e.at),
      byteas(items, (e) => e.salt),
      byteas(items, (e) => Buffer.from(e.hash, 'hex')),
      int2s(items, (e) => e.part),
      byteas(items, (e) => e.exchangesEnc),
    ],
  });
}

export interface OpenedEvidence {
  /** Hex SHA-256(salt || answer), as certificates name it. */
  readonly hash: string;
  readonly salt: Buffer;
  readonly request: string;
  readonly answer: Buffer;
}

/** Every answer that was kept of a case, in the clear. */
export async function openEvidence(
  db: Db,
  vault: Vault,
  caseId: string,
  dataKey: DataKey,
): Promise<readonly OpenedEvidence[]> {
  const { rows } = await db.query<{
    hash: string;
    salt: Buffer;
    part: number | null;
    exchange_enc: Buffer | null;
  }>(
    `select encode(hash, 'hex') as hash, salt, part, exchange_enc from evidence where case_id = $1 order by evidence_id`,
    [caseId],
  );
  let together: readonly Exchange[] = [];
  return rows.map(({ hash, salt, part, exchange_enc }) => {
    if (exchange_enc !== null) {
      const packed = vault.decrypt(dataKey, EVIDENCE, exchange_enc);
      together = part === null ? [unpackLoneExchange(packed)] : unpackExchanges(packed);
    }
    const { request, answer } = together[part ?? 0]!;
    return { hash, salt, request, answer: Buffer.from(answer) };
  });
}

export interface CaseNotice extends Notice {
  readonly caseId: string | null;
  readonly partyId: string;
  readonly dataKey: DataKey;
}

/** Puts messages into the outbox; they leave only when the transaction commits. */
export async function insertNotices(db: Db, vault: Vault, notices: readonly CaseNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await db.query({
    name: 'insert-outbox',
    text: `insert into outbox (case_id, party_id, kind, channel, contact_id, to_msisdn_enc, body_enc)
      select a, b, c, 'sms', d, e, f from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bytea[], $6::bytea[]) as o(a, b, c, d, e, f)`,
    values: [
      uuids(notices, (n) => n.caseId),
      texts(notices, (n) => n.partyId),
      texts(notices, (n) => n.kind),
      uuids(notices, (n) => ('contactId' in n.to ? n.to.contactId : null)),
      byteas(notices, (n) => ('msisdn' in n.to ? vault.encrypt(n.dataKey, 'outbox to', n.to.msisdn) : null)),
      byteas(notices, (n) => vault.encrypt(n.dataKey, 'outbox body', n.text)),
    ],
  });
}
