import { randomUUID } from 'node:crypto';
import type { Stage } from '../../domain/cases/termination.ts';
import {
  booleans,
  byteas,
  dates,
  float8s,
  jsonbs,
  texts,
  timestamps,
  uuids,
} from '../database/array-parameters.ts';
import { type Db, joiningLists } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import type { CasePatch, EvidenceRow, Work } from './work.ts';

export interface ClaimRequest {
  readonly limit: number;
  readonly lanes: readonly number[];
  readonly leaseMs: number;
  readonly planVersions: readonly number[];
  /** Stages whose connector is known to be down: their rows wait. */
  readonly parkedStages: readonly string[];
  /** Rows that a process died with are claimed alone, so that one of them cannot take others along. */
  readonly suspects: boolean;
}

/** A case is suspect after this many claims that ended with the process, not with an outcome. */
export const SUSPECT_AFTER = 2;

interface ClaimedRow {
  readonly case_id: string;
  readonly crashes: number;
  readonly lease: string;
}

export interface Claim {
  readonly cases: readonly Work[];
  /** Cases whose process died again and again while it held them. */
  readonly poisonous: readonly string[];
}

const MAX_CRASHES = 4;

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
          and plan_version = any($4::smallint[])
          and stage <> all($6::text[])
          and (crashes + (lease is not null)::int >= ${SUSPECT_AFTER}) = $7
        order by lane, due_at
        limit $3
        for update skip locked)
      update termination t
      set lease = $1, lease_until = now() + $2 * interval '1 millisecond',
          attempts = t.attempts + 1, crashes = t.crashes + (t.lease is not null)::int
      from picked where t.case_id = picked.case_id
      returning t.case_id, t.crashes, t.lease`,
    values: [
      lease,
      request.leaseMs,
      request.limit,
      request.planVersions,
      request.lanes,
      request.parkedStages,
      request.suspects,
    ],
  });
  const poisonous = rows.filter((row) => row.crashes >= MAX_CRASHES).map((row) => row.case_id);
  const ids = rows.filter((row) => row.crashes < MAX_CRASHES).map((row) => row.case_id);
  try {
    const cases = ids.length === 0 ? [] : await loadClaimed(db, vault, ids, lease, askedAt + request.leaseMs);
    return { cases, poisonous };
  } catch (error) {
    await giveBack(db, lease);
    throw error;
  }
}

/** What was leased and could not be loaded need not wait for the end of its lease; if this fails too, it does. */
async function giveBack(db: Db, lease: string): Promise<void> {
  await db
    .query('update termination set lease = null, lease_until = null where lease = $1', [lease])
    .catch(() => undefined);
}

/** True when a case that processes died with is due. */
export async function suspectsAreDue(db: Db, parkedStages: readonly string[]): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'suspects-are-due',
    text: `select from termination
      where due_at <= now() and crashes + (lease is not null)::int >= ${SUSPECT_AFTER}
        and (lease is null or lease_until < now()) and stage <> all($1::text[])
      limit 1`,
    values: [parkedStages],
  });
  return (rowCount ?? 0) > 0;
}

interface LoadedRow {
  case_id: string;
  reference: string;
  line_id: string;
  holder_id: string;
  account_id: string;
  lane: number;
  /** Names of stages, joined: most cases have the same. */
  plan: string;
  urgent: boolean;
  language: Work['language'];
  jurisdiction: string;
  province: string | null;
  rulebook_version: string;
  opened_on: Work['openedOn'];
  currency: string;
  payment: 'prepaid' | 'postpaid';
  monthly_fee: number;
  early_termination: number | null;
  range_holder: string | null;
  msisdn: string | null;
  accesses: Work['accesses'];
  data_key_wrapped: Buffer;
  key_epoch: number;
  declared_at: Date;
  confirmed_at: Date | null;
  withdraw_requested_at: Date | null;
  stage: Stage;
  attempts: number;
  intent_at: Date | null;
  snapshot_enc: Buffer | null;
  detach: Work['detach'];
  detach_deadline: Date | null;
  service_ended_at: Date | null;
  billing_end_on: Work['billingEndOn'];
  release_on: Work['releaseOn'];
  bill: Work['bill'];
  certificate_id: string | null;
  withdrawals: number;
  evidence: (Omit<EvidenceRow, 'at'> & { at: string })[] | null;
}

/** Stages after the line's accesses were ended, and after its number was. */
const CUT: readonly Stage[] = [
  'cancel_profiles',
  'settle',
  'quarantine',
  'prove_absent',
  'certify',
  'notify',
  'close',
];
const NUMBER_GONE: readonly Stage[] = ['prove_absent', 'certify', 'notify', 'close'];

async function loadClaimed(
  db: Db,
  vault: Vault,
  ids: readonly string[],
  lease: string,
  leaseEnds: number,
): Promise<Work[]> {
  // Never what the line lost before the cut: it may serve somebody else. After it, what the cut ended in one
  // transaction; by the database's own clock, which the case's id holds.
  const { rows } = await db.query<LoadedRow>({
    name: 'load-claimed',
    text: `select t.case_id, t.reference, t.line_id, t.holder_id, l.account_id, t.lane, array_to_string(t.plan, ' ') as plan, t.urgent, t.jurisdiction,
        t.province, t.rulebook_version, t.currency, l.opened_on, l.payment, l.monthly_fee, t.early_termination, l.range_holder,
        t.declared_at, t.confirmed_at, t.withdraw_requested_at, t.stage, t.attempts, t.intent_at, t.snapshot_enc,
        t.detach, t.detach_deadline, t.service_ended_at, t.billing_end_on, t.release_on, t.bill, t.certificate_id,
        p.data_key_wrapped, p.key_epoch, p.language,
        (select count(*)::int from termination_closed c where c.line_id = t.line_id and c.outcome = 'withdrawn') as withdrawals,
        (select m.msisdn from msisdn_assignment m
          where m.line_id = t.line_id and (m.to_at is null or (t.stage = any($4) and m.to_at >= uuid_extract_timestamp(t.case_id)))
          order by m.to_at desc nulls first limit 1) as msisdn,
        coalesce((select json_agg(json_build_object('accessId', a.access_id, 'kind', a.kind, 'imsi', a.imsi, 'iccid', a.iccid)
            order by a.access_id)
          from access a where a.line_id = t.line_id and (a.to_at is null
            or (t.stage = any($3) and a.to_at >= uuid_extract_timestamp(t.case_id) and a.to_at = (select max(e.to_at) from access e where e.line_id = t.line_id)))), '[]') as accesses,
        (select json_agg(json_build_object('accessId', e.access_id, 'stage', e.stage, 'element', e.element,
            'meaning', e.meaning, 'at', e.at, 'hash', encode(e.hash, 'hex')) order by e.evidence_id)
          from evidence e where e.case_id = t.case_id) as evidence
      from termination t
      join line l using (line_id)
      join party p on p.party_id = t.holder_id
      where t.case_id = any($1::uuid[]) and t.lease = $2`,
    values: [uuids(ids, (id) => id), lease, CUT, NUMBER_GONE],
  });
  return rows.map((row) => toWork(vault, row, lease, leaseEnds));
}

function toWork(vault: Vault, row: LoadedRow, lease: string, leaseEnds: number): Work {
  // Unwrapped when first used: one damaged key must not keep a whole claim from being loaded.
  const { data_key_wrapped: wrapped, key_epoch: epoch } = row;
  let key: DataKey | undefined;
  return {
    caseId: row.case_id,
    reference: row.reference,
    lineId: row.line_id,
    holderId: row.holder_id,
    accountId: row.account_id,
    lane: row.lane,
    plan: planOf(row.plan),
    urgent: row.urgent,
    language: row.language,
    jurisdiction: row.jurisdiction,
    province: row.province,
    rulebookVersion: row.rulebook_version,
    openedOn: row.opened_on,
    currency: row.currency,
    payment: row.payment,
    monthlyFee: row.monthly_fee,
    earlyTermination: row.early_termination,
    rangeHolder: row.range_holder,
    msisdn: row.msisdn,
    accesses: row.accesses,
    get dataKey() {
      key ??= vault.unwrap(wrapped, epoch);
      return key;
    },
    declaredAt: row.declared_at,
    confirmedAt: row.confirmed_at,
    withdrawn: row.withdraw_requested_at !== null,
    stage: row.stage,
    attempts: row.attempts,
    resumed: row.intent_at !== null,
    lease,
    leaseEnds,
    snapshotEnc: row.snapshot_enc,
    detach: row.detach,
    detachDeadline: row.detach_deadline,
    serviceEndedAt: row.service_ended_at,
    billingEndOn: row.billing_end_on,
    releaseOn: row.release_on,
    bill: row.bill,
    certificateId: row.certificate_id,
    evidence: (row.evidence ?? []).map((e) => ({ ...e, at: new Date(e.at) })),
    issued: null,
    profileEnds: null,
    withdrawals: row.withdrawals,
  };
}

const plans = new Map<string, readonly Stage[]>();

function planOf(names: string): readonly Stage[] {
  const plan = plans.get(names) ?? (names.split(' ') as Stage[]);
  plans.set(names, plan);
  return plan;
}

/** What one case's row becomes; `stage` and `lease` guard it: a row that moved on meanwhile is left alone. */
export interface Advance {
  readonly work: Work;
  readonly to: Stage;
  /** Keeps the lease: the case is walked on at once. */
  readonly keep: boolean;
  /** Milliseconds from now on the database's clock; null waits for a person. Ignored while the lease is kept. */
  readonly dueInMs: number | null;
  /** Opens the intent of the next stage, or keeps that of this one. */
  readonly intent: 'open' | 'keep' | 'none';
  /** Nothing failed: the tries of this stage are counted anew. */
  readonly fresh: boolean;
  /** A recorded withdrawal turns the case round here. */
  readonly undoable: boolean;
  readonly waitingFor: string | null;
  readonly problem: Readonly<Record<string, unknown>> | null;
  readonly patch: CasePatch;
}

interface PatchColumn {
  readonly column: string;
  readonly type: string;
  readonly values: (advances: readonly Advance[]) => Buffer;
}

const PATCHES: Readonly<Record<keyof CasePatch, PatchColumn>> = {
  snapshotEnc: {
    column: 'snapshot_enc',
    type: 'bytea',
    values: (all) => byteas(all, ({ patch }) => patch.snapshotEnc),
  },
  detach: { column: 'detach', type: 'text', values: (all) => texts(all, ({ patch }) => patch.detach) },
  detachDeadline: {
    column: 'detach_deadline',
    type: 'timestamptz',
    values: (all) => timestamps(all, ({ patch }) => patch.detachDeadline),
  },
  serviceEndedAt: {
    column: 'service_ended_at',
    type: 'timestamptz',
    values: (all) => timestamps(all, ({ patch }) => patch.serviceEndedAt),
  },
  billingEndOn: {
    column: 'billing_end_on',
    type: 'date',
    values: (all) => dates(all, ({ patch }) => patch.billingEndOn),
  },
  releaseOn: {
    column: 'release_on',
    type: 'date',
    values: (all) => dates(all, ({ patch }) => patch.releaseOn),
  },
  bill: { column: 'bill', type: 'jsonb', values: (all) => jsonbs(all, ({ patch }) => asJson(patch.bill)) },
  certificateId: {
    column: 'certificate_id',
    type: 'uuid',
    values: (all) => uuids(all, ({ patch }) => patch.certificateId),
  },
  outcome: { column: 'outcome', type: 'text', values: (all) => texts(all, ({ patch }) => patch.outcome) },
};

/**
 * Writes the outcomes of one stage in one guarded statement.
 *
 * @returns the stage that each row is at now, by case id; a case that is missing was lost to another lease
 */
export async function advanceCases(
  db: Db,
  stage: Stage,
  advances: readonly Advance[],
  leaseMs: number,
): Promise<Map<string, Stage>> {
  const keys = (Object.keys(PATCHES) as (keyof CasePatch)[]).filter((key) =>
    advances.some((a) => a.patch[key] !== undefined),
  );
  const columns = [
    ['case_id', 'uuid', uuids(advances, (a) => a.work.caseId)],
    ['lease', 'uuid', uuids(advances, (a) => a.work.lease)],
    ['next', 'text', texts(advances, (a) => a.to)],
    ['keep', 'boolean', booleans(advances, (a) => a.keep)],
    ['due_in', 'float8', float8s(advances, (a) => a.dueInMs)],
    ['intent', 'text', texts(advances, (a) => a.intent)],
    ['fresh', 'boolean', booleans(advances, (a) => a.fresh)],
    ['undoable', 'boolean', booleans(advances, (a) => a.undoable)],
    ['waiting_for', 'text', texts(advances, (a) => a.waitingFor)],
    ['problem', 'jsonb', jsonbs(advances, (a) => asJson(a.problem))],
    ...keys.map((key) => [PATCHES[key].column, PATCHES[key].type, PATCHES[key].values(advances)] as const),
  ] as const;
  const turned = 't.withdraw_requested_at is not null and o.undoable';
  const { rows } = await joiningLists<{ case_id: string; stage: Stage }>(db, {
    name: `advance-${keys.join('-')}`,
    text: `update termination t set
        stage = case when ${turned} then 'undo_bar' else o.next end,
        due_at = case when o.keep or ${turned} then least(t.due_at, now())
          -- Woken since it was claimed: what it waits for may have come after the stage looked.
          when o.fresh and t.due_at > t.lease_until - $${columns.length + 2} * interval '1 millisecond' then t.due_at
          else now() + o.due_in * interval '1 millisecond' end,
        attempts = case when ${turned} or o.fresh or o.next <> t.stage then 0 else t.attempts end + (o.keep and not (${turned}))::int,
        crashes = 0,
        lease = case when o.keep and not (${turned}) then t.lease end,
        lease_until = case when o.keep and not (${turned}) then now() + $${columns.length + 2} * interval '1 millisecond' end,
        intent_at = case when ${turned} or o.intent = 'none' then null when o.intent = 'open' then now() else t.intent_at end,
        waiting_for = case when not (${turned}) then o.waiting_for end,
        problem = case when not (${turned}) then o.problem end,
        ${keys.map((key) => `${PATCHES[key].column} = coalesce(o.${PATCHES[key].column}, t.${PATCHES[key].column}),`).join(' ')}
        updated_at = now()
      from unnest(${columns.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')})
        as o(${columns.map(([name]) => (name === 'lease' ? 'held' : name)).join(', ')})
      -- The first condition says the same as the second: it makes the planner look the rows up instead of reading all.
      where t.case_id = any($1::uuid[]) and t.case_id = o.case_id and t.lease = o.held and t.stage = $${columns.length + 1}
      returning t.case_id, t.stage`,
    values: [...columns.map(([, , values]) => values), stage, leaseMs],
  });
  return new Map(rows.map((row) => [row.case_id, row.stage]));
}

function asJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** Moves finished cases out of the queue, whole. Guarded like `advanceCases`. */
export async function closeCases(
  db: Db,
  closing: readonly { readonly caseId: string; readonly lease: string }[],
): Promise<Set<string>> {
  const { rows } = await joiningLists<{ case_id: string }>(db, {
    name: 'close-cases',
    text: `with gone as (
        delete from termination t using unnest($1::uuid[], $2::uuid[]) as o(case_id, held)
        where t.case_id = any($1::uuid[]) and t.case_id = o.case_id and t.lease = o.held and t.stage = 'close'
        returning t.*)
      insert into termination_closed
      select gone.*, now() from gone
      returning case_id`,
    values: [uuids(closing, (c) => c.caseId), uuids(closing, (c) => c.lease)],
  });
  return new Set(rows.map((row) => row.case_id));
}
