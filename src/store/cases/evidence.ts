import { answerDisclosure, SALT_BYTES } from '../../certificate/credential/disclosure.ts';
import { byteas, int2s, texts, timestamps, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn } from '../database/named-columns.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import { type Exchange, packExchanges, unpackExchanges } from './exchange.ts';
import type { Evidence, EvidenceRow, PersonKey } from './work.ts';

/** A network answer as it is stored: the digest of its disclosure for certificates, its bytes under the person's key. */
export interface SealedEvidence extends EvidenceRow {
  readonly interface: string;
  readonly salt: Buffer;
  /** Which of the exchanges that were encrypted together. */
  readonly part: number;
  /** All of them, with the first. */
  readonly exchangesEnc: Buffer | null;
}

/** Seals what one stage of a case was answered, under one nonce: making a cipher costs more than to encrypt an answer. */
export function sealEvidence(
  vault: Vault,
  key: PersonKey,
  stage: string,
  items: readonly Evidence[],
): SealedEvidence[] {
  if (items.length === 0) return [];
  const packed = packExchanges(items.map(({ answer }) => answer));
  const exchangesEnc = vault.encrypt(key.dataKey, EVIDENCE, packed);
  return items.map(({ accessId, answer }, part) => {
    const salt = vault.random(SALT_BYTES);
    return {
      accessId,
      stage,
      element: answer.element,
      interface: answer.interface,
      meaning: answer.meaning,
      node: answer.node === undefined ? null : { domain: answer.node.domain, name: answer.node.name },
      at: answer.at,
      salt,
      hash: answerDisclosure(salt, answer.answer).digest.toString('hex'),
      part,
      exchangesEnc: part === 0 ? exchangesEnc : null,
    };
  });
}

const EVIDENCE = 'evidence';

type EvidenceOfCase = SealedEvidence & { readonly caseId: string };

const COLUMNS: readonly NamedColumn<EvidenceOfCase>[] = [
  { name: 'case_id', type: 'uuid', values: (all) => uuids(all, (e) => e.caseId) },
  { name: 'access_id', type: 'text', values: (all) => texts(all, (e) => e.accessId) },
  { name: 'stage', type: 'text', values: (all) => texts(all, (e) => e.stage) },
  { name: 'element', type: 'text', values: (all) => texts(all, (e) => e.element) },
  { name: 'interface', type: 'text', values: (all) => texts(all, (e) => e.interface) },
  { name: 'meaning', type: 'text', values: (all) => texts(all, (e) => e.meaning) },
  { name: 'node_domain', type: 'text', values: (all) => texts(all, (e) => e.node?.domain) },
  { name: 'node_name', type: 'text', values: (all) => texts(all, (e) => e.node?.name) },
  { name: 'at', type: 'timestamptz', values: (all) => timestamps(all, (e) => e.at) },
  { name: 'salt', type: 'bytea', values: (all) => byteas(all, (e) => e.salt) },
  { name: 'hash', type: 'bytea', values: (all) => byteas(all, (e) => Buffer.from(e.hash, 'hex')) },
  { name: 'part', type: 'smallint', values: (all) => int2s(all, (e) => e.part) },
  { name: 'exchange_enc', type: 'bytea', values: (all) => byteas(all, (e) => e.exchangesEnc) },
];

export async function insertEvidence(db: Db, items: readonly EvidenceOfCase[]): Promise<void> {
  if (items.length === 0) return;
  await db.query({ name: 'insert-evidence', ...insertOf('evidence', COLUMNS, items) });
}

/** One exchange with the network, as it is read again. */
export interface KeptEvidence extends EvidenceRow {
  readonly interface: string;
  readonly salt: Buffer;
  /** What was asked and the answer as received; null once the person is erased. */
  readonly exchange: Exchange | null;
}

/** All exchanges that were kept of a case, in their order; without the person's key all but what was said in them. */
export async function evidenceOfCase(
  db: Db,
  vault: Vault,
  caseId: string,
  dataKey: DataKey | null,
): Promise<readonly KeptEvidence[]> {
  const { rows } = await db.query<
    Omit<KeptEvidence, 'exchange'> & { readonly part: number; readonly exchangesEnc: Buffer | null }
  >({
    name: 'evidence-of-case',
    text: `select access_id as "accessId", stage, element, interface, meaning,
        case when node_name is not null then json_build_object('domain', node_domain, 'name', node_name) end as node, at, salt, encode(hash, 'hex') as hash, part,
        exchange_enc as "exchangesEnc"
      from evidence where case_id = $1 order by evidence_id`,
    values: [caseId],
  });
  let together: readonly Exchange[] = [];
  return rows.map(({ part, exchangesEnc, ...row }) => {
    if (dataKey === null) return { ...row, exchange: null };
    if (exchangesEnc !== null) together = unpackExchanges(vault.decrypt(dataKey, EVIDENCE, exchangesEnc));
    return { ...row, exchange: together[part] ?? null };
  });
}

/** How often the SM-DP+ refused to take a profile back, by access. */
export async function refusedOrders(db: Db, caseId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ access_id: string; n: number }>({
    name: 'refused-orders',
    text: `select access_id, count(*)::int as n from evidence
      where case_id = $1 and stage = 'cancel_profiles' and meaning = 'order_refused' group by access_id`,
    values: [caseId],
  });
  return new Map(rows.map((row) => [row.access_id, row.n]));
}
