import { randomUUID } from 'node:crypto';
import type { Stage } from '../../domain/cases/termination.ts';
import { texts, uuids } from '../database/array-parameters.ts';
import { type Db, joiningLists } from '../database/database.ts';
import { rowsAs } from '../database/named-columns.ts';
import type { Vault } from '../database/vault.ts';
import { loadClaimed } from './load-claimed.ts';
import type { Work } from './work.ts';

export interface ClaimRequest {
  readonly limit: number;
  readonly lanes: readonly number[];
  readonly leaseMs: number;
  readonly planVersions: readonly number[];
  /** Versions of rulebooks (`Rulebooks.versions`): a case that pinned a newer one waits for a process that has it. */
  readonly rulebooks: readonly string[];
  /** Stages whose connector is known to be down: their rows wait. */
  readonly parkedStages: readonly string[];
  /** How suspicious the cases are that are claimed. */
  readonly suspicion: Suspicion;
}

/**
 * Of a case that was held when processes died: `none` is one that is claimed with all others; a `suspect` was there twice, and
 * is claimed with other suspects only; `alone` was there again, and no other suspect is held beside it. Whoever dies alone is
 * what kills; the others were only there.
 */
export type Suspicion = 'none' | 'suspect' | 'alone';

/** After so many claims that ended with the process, not with an outcome. */
const SUSPECT_AFTER = 2;
const ALONE_AFTER = 3;

interface ClaimedRow {
  readonly case_id: string;
  readonly crashes: number;
  readonly line_id: string;
  readonly stage: Stage;
}

export interface Claim {
  readonly cases: readonly Work[];
  /** Cases whose process died again and again while it held them; leased like the others. */
  readonly poisonous: readonly {
    readonly caseId: string;
    readonly lineId: string;
    readonly stage: Stage;
    readonly lease: string;
  }[];
}

const MAX_CRASHES = 4;

/** That this process has the rulebook of a case. One that nobody has is no reason to wait: a person must look. */
function hasRulebook(known: string): string {
  const pinned = `jurisdiction || ' ' || rulebook_version`;
  return `(${pinned} = any(${known}::text[]) or ${pinned} <> all (select r.jurisdiction || ' ' || r.version from rulebook r))`;
}

const CRASHES = 'crashes + (lease is not null)::int';
const suspicionOf = `case when ${CRASHES} >= ${ALONE_AFTER} then 'alone' when ${CRASHES} >= ${SUSPECT_AFTER} then 'suspect' else 'none' end`;

/** Leases due rows: the first lanes first, skipping what others hold. An expired lease counts as a crash of its holder. */
export async function claimDue(db: Db, vault: Vault, request: ClaimRequest): Promise<Claim> {
  const lease = randomUUID();
  const askedAt = performance.now();
  const { rows } = await db.query<ClaimedRow>({
    name: 'claim-due',
    text: `with picked as (
        select case_id from termination
        where due_at <= now() and lane = any($5::smallint[])
          and (lease is null or lease_until < now())
          and plan_version = any($4::smallint[]) and ${hasRulebook('$8')}
          and stage <> all($6::text[])
          and ${suspicionOf} = $7
        order by lane, due_at
        limit $3
        for update skip locked)
      update termination t
      set lease = $1, lease_until = now() + $2 * interval '1 millisecond',
          attempts = t.attempts + 1, crashes = t.crashes + (t.lease is not null)::int
      from picked where t.case_id = picked.case_id
      returning t.case_id, t.crashes, t.line_id, t.stage`,
    values: [
      lease,
      request.leaseMs,
      request.limit,
      request.planVersions,
      request.lanes,
      request.parkedStages,
      request.suspicion,
      request.rulebooks,
    ],
  });
  const poisonous = rows
    .filter((row) => row.crashes >= MAX_CRASHES)
    .map((row) => ({ caseId: row.case_id, lineId: row.line_id, stage: row.stage, lease }));
  const ids = rows.filter((row) => row.crashes < MAX_CRASHES).map((row) => row.case_id);
  try {
    const cases = ids.length === 0 ? [] : await loadClaimed(db, vault, ids, lease, askedAt + request.leaseMs);
    return { cases, poisonous };
  } catch (error) {
    await giveBack(db, lease);
    throw error;
  }
}

/** Cases that were leased and could not be loaded are free again at once; if this fails too, when their lease ends. */
async function giveBack(db: Db, lease: string): Promise<void> {
  await db
    .query('update termination set lease = null, lease_until = null where lease = $1', [lease])
    .catch(() => undefined);
}

/**
 * Opens the intents of claimed cases. From here on the stage may change the network, and a withdrawal waits until the
 * stage is done. Left out are cases that were withdrawn, and those that this process holds no more.
 *
 * @returns the cases whose intent is open now
 */
export async function openIntentsOf(tx: Db, cases: readonly Work[]): Promise<Set<string>> {
  if (cases.length === 0) return new Set();
  const list = rowsAs<Work>(
    'o',
    [
      { name: 'case_id', type: 'uuid', values: (all) => uuids(all, (work) => work.caseId) },
      { name: 'held', type: 'uuid', values: (all) => uuids(all, (work) => work.lease) },
      { name: 'at_stage', type: 'text', values: (all) => texts(all, (work) => work.stage) },
    ],
    cases,
  );
  const { rows } = await joiningLists<{ case_id: string }>(tx, {
    name: 'open-intents',
    text: `update termination t set intent_at = now(), updated_at = now()
      from ${list.from}
      where t.case_id = any($1::uuid[]) and t.case_id = o.case_id and t.lease = o.held and t.stage = o.at_stage
        and (t.withdraw_requested_at is null or t.stage = 'undo_bar')
      returning t.case_id`,
    values: [...list.values],
  });
  return new Set(rows.map((row) => row.case_id));
}
