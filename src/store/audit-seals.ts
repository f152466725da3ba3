import { int8s, uuids } from './database/array-parameters.ts';
import { type Db, inTransaction, type Pool } from './database/database.ts';
import { rowsAs } from './database/named-columns.ts';
import type { Vault } from './database/vault.ts';

/** One link of the chain: the rows `first` to `last`, and the keyed hash over them and all before them. */
export interface AuditSeal {
  readonly first: number;
  readonly last: number;
  readonly chain: Buffer;
}

interface SealedRow {
  readonly id: string;
  /** Everything that the row says, as the database writes it. */
  readonly said: string;
}

/** In the order of the columns; times in microseconds, so that nothing of them is left out. */
const SAID = `jsonb_build_array(audit_id, case_id, line_id, extract(epoch from at), actor, action, facts)::text`;

const START = Buffer.alloc(32);

/** The chain after one more row. */
function chained(vault: Vault, before: Buffer, number: number, said: string): Buffer {
  return vault.index('audit chain', `${before.toString('base64')} ${number} ${said}`);
}

/**
 * Numbers committed audit rows that have no number yet, and seals them with a link of the chain. One process does it at a
 * time; another one that comes meanwhile does nothing.
 *
 * @param expected a head that this process saw: the chain must still hold it
 * @returns how many rows were sealed, and the head
 * @throws AuditChainCut where the expected head is gone: sealing on would make a chain that fits over rows that were changed
 */
export function sealAudit(
  pool: Pool,
  vault: Vault,
  most: number,
  expected: AuditSeal | null = null,
): Promise<{ readonly sealed: number; readonly head: AuditSeal | null }> {
  return inTransaction(pool, async (tx) => {
    const { rows: lock } = await tx.query<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('handback_audit_sealer')) as mine`,
    );
    if (lock[0]?.mine !== true) return { sealed: 0, head: expected };
    if (expected !== null && !(await holds(tx, expected))) throw new AuditChainCut();
    const { rows } = await tx.query<SealedRow>({
      name: 'unsealed-audit',
      text: `select audit_id as id, ${SAID} as said from audit where sealed_as is null order by audit_id limit $1`,
      values: [most],
    });
    const head = await auditHead(tx);
    if (rows.length === 0) return { sealed: 0, head };
    const first = (head?.last ?? 0) + 1;
    let chain = head?.chain ?? START;
    const numbered = rows.map(({ id, said }, i) => {
      chain = chained(vault, chain, first + i, said);
      return { id, number: first + i };
    });
    const list = rowsAs<(typeof numbered)[number]>(
      'o',
      [
        { name: 'audit_id', type: 'uuid', values: (all) => uuids(all, (row) => row.id) },
        { name: 'number', type: 'bigint', values: (all) => int8s(all, (row) => row.number) },
      ],
      numbered,
    );
    await tx.query(
      `update audit a set sealed_as = o.number from ${list.from} where a.audit_id = o.audit_id`,
      list.values,
    );
    const last = first + rows.length - 1;
    await tx.query('insert into audit_seal (first, last, chain) values ($1, $2, $3)', [first, last, chain]);
    return { sealed: rows.length, head: { first, last, chain } };
  });
}

/** The audit log lost a link that was there: somebody cut the chain. */
export class AuditChainCut extends Error {
  constructor() {
    super('the audit log lost a link of its chain that was there before; nothing more is sealed');
    this.name = 'AuditChainCut';
  }
}

async function holds(tx: Db, { last, chain }: AuditSeal): Promise<boolean> {
  const { rows } = await tx.query('select 1 from audit_seal where last = $1 and chain = $2', [last, chain]);
  return rows.length > 0;
}

/** The newest link; null before the first. */
export async function auditHead(db: Db): Promise<AuditSeal | null> {
  const { rows } = await db.query<AuditSeal>(
    'select first, last, chain from audit_seal order by last desc limit 1',
  );
  return rows[0] ?? null;
}

/** Where the rows do not say any more what was sealed. */
export interface BrokenSeal {
  readonly first: number;
  readonly last: number;
  /** `missing`: a number is not there; `twice`: a number is there twice; `changed`: the rows, or the chain, say something else. */
  readonly fault: 'missing' | 'twice' | 'changed';
}

export interface AuditCheck {
  readonly rows: number;
  readonly head: AuditSeal | null;
  /** The first link that does not hold; what comes after it cannot be judged. */
  readonly broken: BrokenSeal | null;
  /** Rows with a number above the head. */
  readonly beyond: number;
  /** Rows that wait for the sealer. */
  readonly unsealed: number;
  /** Whether the head that the caller kept is a link of this chain; null where none was given. */
  readonly holdsHead: boolean | null;
}

const PAGE = 500;

/**
 * Walks the chain from its first link: every number once, every row as it was sealed.
 * @param kept a head of earlier, to see whether the chain was cut off and made anew
 */
export function checkAudit(
  pool: Pool,
  vault: Vault,
  kept: { readonly last: number; readonly chain: Buffer } | null,
): Promise<AuditCheck> {
  return inTransaction(pool, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const head = await auditHead(tx);
    let chain: Buffer = START;
    let rows = 0;
    let broken: BrokenSeal | null = null;
    let holdsHead: boolean | null = kept === null ? null : false;
    await tx.query(
      `declare sealed no scroll cursor for select sealed_as as number, ${SAID} as said from audit
       where sealed_as is not null order by sealed_as`,
    );
    const numbered = rowsOf(tx);
    for await (const seal of sealsOf(tx)) {
      if (seal.first !== rows + 1) broken = changed(seal);
      for (let number = seal.first; broken === null && number <= seal.last; number += 1) {
        const { value: row } = await numbered.next();
        const fault =
          row === undefined || row.number > number ? 'missing' : row.number < number ? 'twice' : null;
        if (fault !== null) broken = { first: seal.first, last: seal.last, fault };
        else {
          chain = chained(vault, chain, number, row!.said);
          rows += 1;
        }
      }
      if (broken === null && !chain.equals(seal.chain)) broken = changed(seal);
      if (broken !== null) break;
      if (kept?.last === seal.last && kept.chain.equals(seal.chain)) holdsHead = true;
    }
    await tx.query('close sealed');
    const { rows: counts } = await tx.query<{ beyond: number; unsealed: number }>(
      `select count(*) filter (where sealed_as > $1)::int as beyond,
         count(*) filter (where sealed_as is null)::int as unsealed from audit`,
      [head?.last ?? 0],
    );
    return { rows, head, broken, holdsHead, ...counts[0]! };
  });
}

const changed = ({ first, last }: AuditSeal): BrokenSeal => ({ first, last, fault: 'changed' });

async function* rowsOf(
  tx: Db,
): AsyncGenerator<{ readonly number: number; readonly said: string }, undefined> {
  for (;;) {
    const { rows } = await tx.query<{ number: number; said: string }>(`fetch ${PAGE} from sealed`);
    if (rows.length === 0) return undefined;
    yield* rows;
  }
}

async function* sealsOf(tx: Db): AsyncGenerator<AuditSeal> {
  let after = 0;
  for (;;) {
    const { rows } = await tx.query<AuditSeal>(
      'select first, last, chain from audit_seal where last > $1 order by last limit $2',
      [after, PAGE],
    );
    if (rows.length === 0) return;
    yield* rows;
    after = rows.at(-1)!.last;
  }
}
