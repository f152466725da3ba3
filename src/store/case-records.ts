import { createHash } from 'node:crypto';
import type { Db } from './database.ts';
import { packExchange } from './exchange.ts';
import type { DataKey, Vault } from './vault.ts';
import type { Evidence, Notice } from './work.ts';

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
      entries.map((e) => e.caseId),
      entries.map((e) => e.lineId),
      entries.map((e) => e.actor),
      entries.map((e) => e.action),
      entries.map((e) => (e.facts ? JSON.stringify(e.facts) : null)),
    ],
  });
}

export interface CaseEvidence extends Evidence {
  readonly caseId: string;
  readonly stage: string;
  readonly dataKey: DataKey;
}

/** Keeps each network answer: its salted hash for certificates, its bytes under the person's key. */
export async function insertEvidence(db: Db, vault: Vault, items: readonly CaseEvidence[]): Promise<void> {
  if (items.length === 0) return;
  const salts = items.map(() => vault.random(16));
  await db.query({
    name: 'insert-evidence',
    text: `insert into evidence (case_id, access_id, stage, element, interface, meaning, at, salt, hash, exchange_enc)
      select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
        $8::bytea[], $9::bytea[], $10::bytea[])`,
    values: [
      items.map((e) => e.caseId),
      items.map((e) => e.accessId),
      items.map((e) => e.stage),
      items.map((e) => e.answer.element),
      items.map((e) => e.answer.interface),
      items.map((e) => e.answer.meaning),
      items.map((e) => e.answer.at),
      salts,
      items.map((e, i) => createHash('sha256').update(salts[i]!).update(e.answer.answer).digest()),
      items.map((e) => vault.encrypt(e.dataKey, 'evidence', packExchange(e.answer))),
    ],
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
      notices.map((n) => n.caseId),
      notices.map((n) => n.partyId),
      notices.map((n) => n.kind),
      notices.map((n) => ('contactId' in n.to ? n.to.contactId : null)),
      notices.map((n) => ('msisdn' in n.to ? vault.encrypt(n.dataKey, 'outbox to', n.to.msisdn) : null)),
      notices.map((n) => vault.encrypt(n.dataKey, 'outbox body', n.text)),
    ],
  });
}
