import type {
  ChargeKind,
  ChargeReason,
  DisputeOutcome,
  DisputeState,
} from '../../domain/charges/tripwire.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { type Money, money } from '../../domain/values/money.ts';
import type { Db, Pool } from '../database/database.ts';

export interface NewCharge {
  readonly chargeId: string;
  readonly digest: Buffer;
  readonly receivedFrom: string;
  readonly lineId: string;
  readonly caseId: string | null;
  readonly kind: ChargeKind;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly amount: Money;
  readonly verdict: 'pass' | 'held';
  readonly because: ChargeReason;
  readonly heldFrom: LocalDate | null;
  readonly held: Money | null;
}

/** A charge as it is kept. */
export interface Charge extends Omit<NewCharge, 'digest'> {
  readonly receivedAt: Date;
  readonly dispute: DisputeState | null;
  readonly disputeRef: string | null;
  readonly certificateId: string | null;
  readonly reason: string | null;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
  readonly failed: string | null;
  /** Of the case that ended the line. */
  readonly reference: string | null;
  readonly confidential: boolean;
}

interface Row extends Omit<Charge, 'amount' | 'held'> {
  readonly amount: number;
  readonly heldAmount: number | null;
  readonly currency: string;
}

const COLUMNS = `c.charge_id as "chargeId", c.received_at as "receivedAt", c.received_from as "receivedFrom", c.line_id as "lineId",
  c.case_id as "caseId", c.kind, c.from_on as "from", c.to_on as "to", c.amount, c.currency, c.verdict, c.because,
  c.held_from as "heldFrom", c.held_amount as "heldAmount", c.dispute, c.dispute_ref as "disputeRef",
  c.certificate_id as "certificateId", c.reason, c.settled_at as "settledAt", c.settled_by as "settledBy", c.failed,
  e.reference, coalesce(e.confidential, false) as confidential`;
const ENDED_BY = `left join lateral (
    select reference, confidential from termination t where t.case_id = c.case_id
    union all select reference, confidential from termination_closed t where t.case_id = c.case_id limit 1) e on true`;

function chargeOf({ amount, heldAmount, currency, ...row }: Row): Charge {
  const held = heldAmount === null ? null : money(currency, heldAmount);
  return { ...row, amount: money(currency, amount), held };
}

/** Keeps a charge that is new; a held one is disputed as soon as somebody gets to it. @returns false for one that is there */
export async function insertCharge(tx: Db, charge: NewCharge): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'insert-charge',
    text: `insert into charge (charge_id, digest, received_from, line_id, case_id, kind, from_on, to_on, amount, currency, verdict,
        because, held_from, held_amount, dispute, next_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
        case when $11 = 'held' then 'waiting' end, case when $11 = 'held' then now() end)
      on conflict (charge_id) do nothing`,
    values: [
      ...[charge.chargeId, charge.digest, charge.receivedFrom, charge.lineId, charge.caseId, charge.kind],
      ...[
        charge.from,
        charge.to,
        charge.amount.minor,
        charge.amount.currency,
        charge.verdict,
        charge.because,
      ],
      ...[charge.heldFrom, charge.held?.minor ?? null],
    ],
  });
  return rowCount === 1;
}

export async function findCharge(db: Db, chargeId: string): Promise<(Charge & { digest: Buffer }) | null> {
  const { rows } = await db.query<Row & { digest: Buffer }>({
    name: 'find-charge',
    text: `select ${COLUMNS}, c.digest from charge c ${ENDED_BY} where c.charge_id = $1`,
    values: [chargeId],
  });
  const row = rows[0];
  return row === undefined ? null : { ...chargeOf(row), digest: row.digest };
}

/** Held charges, the newest first. */
export async function heldCharges(
  db: Db,
  query: {
    /** `unsettled`: all that the billing system has not decided. */
    readonly state: DisputeState | 'unsettled' | null;
    readonly lineId: string | null;
    readonly confidential: boolean;
    /** Behind this one. */
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<readonly Charge[]> {
  const { rows } = await db.query<Row>({
    name: 'held-charges',
    text: `select ${COLUMNS} from charge c ${ENDED_BY}
      where c.verdict = 'held' and ($1::text is null or c.dispute = $1 or ($1 = 'unsettled' and c.settled_at is null))
        and ($2::text is null or c.line_id = $2) and ($3::boolean or not coalesce(e.confidential, false))
        and ($4::text is null or (c.received_at, c.charge_id) < (select received_at, charge_id from charge where charge_id = $4))
      order by c.received_at desc, c.charge_id desc limit $5`,
    values: [query.state, query.lineId, query.confidential, query.after, query.limit],
  });
  return rows.map(chargeOf);
}

/** How many held charges stand how, of those that the reader may know. */
export async function countHeld(
  db: Db,
  { confidential }: { readonly confidential: boolean },
): Promise<ReadonlyMap<DisputeState, number>> {
  const { rows } = await db.query<{ dispute: DisputeState; n: number }>({
    name: 'count-held',
    text: `select c.dispute, count(*) as n from charge c ${ENDED_BY}
      where c.verdict = 'held' and ($1::boolean or not coalesce(e.confidential, false)) group by 1`,
    values: [confidential],
  });
  return new Map(rows.map(({ dispute, n }) => [dispute, n]));
}

/**
 * Takes disputes that are due, the longest due first; nobody else takes them before `leaseMs` are over. What a dead process had is
 * asked again then: the question is keyed.
 */
export async function takeDisputes(
  pool: Pool,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<readonly { readonly chargeId: string; readonly attempts: number }[]> {
  const { rows } = await pool.query<{ chargeId: string; attempts: number }>({
    name: 'take-disputes',
    text: `update charge set next_at = now() + $2 * interval '1 millisecond' where charge_id in (
        select charge_id from charge where next_at <= now() order by next_at limit $1 for update skip locked)
      returning charge_id as "chargeId", attempts`,
    values: [limit, leaseMs],
  });
  return rows;
}

/** What the billing system said of a dispute that nobody has settled. @returns false where somebody has */
export async function noteDispute(
  tx: Db,
  chargeId: string,
  said: {
    readonly state: Exclude<DisputeState, DisputeOutcome>;
    readonly disputeRef: string | null;
    readonly certificateId: string | null;
    readonly reason: string | null;
    readonly failed: string | null;
    /** Milliseconds until it is asked again; null for never by itself. */
    readonly againMs: number | null;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'note-dispute',
    text: `update charge set dispute = $2, dispute_ref = coalesce($3, dispute_ref), certificate_id = coalesce($4, certificate_id),
        reason = $5, failed = $6, attempts = case when $6::text is null then 0 else attempts + 1 end,
        next_at = now() + $7::float8 * interval '1 millisecond'
      where charge_id = $1 and verdict = 'held' and settled_at is null`,
    values: [
      chargeId,
      said.state,
      said.disputeRef,
      said.certificateId,
      said.reason,
      said.failed,
      said.againMs,
    ],
  });
  return rowCount === 1;
}

/** Ends a dispute, once. @returns false where it has ended */
export async function settleDispute(
  tx: Db,
  chargeId: string,
  settled: {
    readonly outcome: DisputeOutcome;
    readonly disputeRef: string | null;
    readonly certificateId: string | null;
    readonly reason: string | null;
    readonly by: string;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'settle-dispute',
    text: `update charge set dispute = $2, dispute_ref = coalesce($3, dispute_ref), certificate_id = coalesce($4, certificate_id),
        reason = $5, settled_by = $6, settled_at = now(), failed = null, next_at = null
      where charge_id = $1 and verdict = 'held' and settled_at is null`,
    values: [
      chargeId,
      settled.outcome,
      settled.disputeRef,
      settled.certificateId,
      settled.reason,
      settled.by,
    ],
  });
  return rowCount === 1;
}

/** Has the billing system asked once more, from now on. @returns false where nothing waits for that */
export async function askAgain(tx: Db, chargeId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update charge set dispute = case when dispute = 'refused' then 'waiting' else dispute end, next_at = now(), attempts = 0
     where charge_id = $1 and verdict = 'held' and settled_at is null`,
    [chargeId],
  );
  return rowCount === 1;
}

/** Done every minute. */
export const DISPUTES_TASK = 'dispute-charges';

/** Days after which a charge that passed is forgotten: within them it can be sent again and is known. */
const PASSED_DAYS = 62;

export async function forgetPassedCharges(pool: Pool): Promise<void> {
  await pool.query(
    `delete from charge where verdict = 'pass' and received_at < now() - $1 * interval '1 day'`,
    [PASSED_DAYS],
  );
}
