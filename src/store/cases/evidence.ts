import { hash } from 'node:crypto';
import { byteas, int2s, texts, timestamps, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import { type Exchange, packExchanges, unpackExchanges } from './exchange.ts';
import type { Evidence, EvidenceRow, Work } from './work.ts';

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
    part: number;
    exchange_enc: Buffer | null;
  }>(
    `select encode(hash, 'hex') as hash, salt, part, exchange_enc from evidence where case_id = $1 order by evidence_id`,
    [caseId],
  );
  let together: readonly Exchange[] = [];
  return rows.map(({ hash, salt, part, exchange_enc }) => {
    if (exchange_enc !== null) {
      const packed = vault.decrypt(dataKey, EVIDENCE, exchange_enc);
      together = unpackExchanges(packed);
    }
    const { request, answer } = together[part]!;
    return { hash, salt, request, answer: Buffer.from(answer) };
  });
}
