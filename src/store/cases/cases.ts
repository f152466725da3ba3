import type { Detachment } from '../../domain/cases/detachment.ts';
import type { OpenCase, Problem } from '../../domain/cases/moves.ts';
import type { Outcome, Stage } from '../../domain/cases/termination.ts';
import type { WaitingFor } from '../../domain/cases/waiting.ts';
import type { Route } from '../../domain/rules/route.ts';
import type { Channel, IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Bill } from '../../ports/billing.ts';
import type { Db } from '../database/database.ts';

/** A case as operations see it, open or closed. */
export interface CaseRecord {
  readonly caseId: string;
  readonly reference: string;
  readonly lineId: string;
  readonly holderId: string;
  readonly lane: number;
  readonly stage: Stage;
  readonly plan: readonly Stage[];
  readonly urgent: boolean;
  readonly channel: Channel;
  readonly reason: string | null;
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly rulebookVersion: string;
  readonly currency: string;
  readonly declaredAt: Date;
  readonly identifiedAt: Date;
  readonly confirmedAt: Date | null;
  readonly dueAt: Date | null;
  readonly serviceEndedAt: Date | null;
  readonly billingEndOn: LocalDate | null;
  readonly releaseOn: LocalDate | null;
  readonly detach: Detachment | null;
  readonly detachDeadline: Date | null;
  readonly bill: Bill | null;
  readonly certificateId: string | null;
  readonly withdrawRequestedAt: Date | null;
  readonly outcome: Outcome | null;
  readonly waitingFor: WaitingFor | null;
  readonly problem: Problem | null;
  readonly attempts: number;
  readonly intentAt: Date | null;
  readonly hasSnapshot: boolean;
  readonly receiptHash: Buffer;
  /** What had been proven when the receipt was given: it opens no more than that. */
  readonly receiptFactors: readonly IdentityFactor[];
  /** The last day of service that the person asked for; null for as soon as possible. */
  readonly wantedEndOn: LocalDate | null;
  /** On which route somebody else than the holder asked; null for the holder. */
  readonly route: Route | null;
  /** Who asked by a special request; null for the holder. */
  readonly requesterId: string | null;
  /** Nothing of it reaches the holder. */
  readonly confidential: boolean;
  /** Since when, and until when, it rests because somebody said that it was not them; null where nobody did. */
  readonly pausedAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
}

const COLUMNS = `case_id as "caseId", reference, line_id as "lineId", holder_id as "holderId", lane, stage, plan, urgent, channel, reason,
  jurisdiction, province, rulebook_version as "rulebookVersion", currency, declared_at as "declaredAt",
  identified_at as "identifiedAt", confirmed_at as "confirmedAt", due_at as "dueAt", service_ended_at as "serviceEndedAt",
  billing_end_on as "billingEndOn", release_on as "releaseOn", detach, detach_deadline as "detachDeadline", bill, certificate_id as "certificateId",
  withdraw_requested_at as "withdrawRequestedAt", outcome, waiting_for as "waitingFor", problem, attempts,
  intent_at as "intentAt", snapshot_enc is not null as "hasSnapshot", receipt_hash as "receiptHash", receipt_factors as "receiptFactors", wanted_end_on as "wantedEndOn", route, requester_id as "requesterId", confidential, paused_at as "pausedAt", paused_until as "pausedUntil", updated_at as "updatedAt"`;

export async function findCase(
  db: Db,
  by: { caseId: string } | { reference: string },
): Promise<CaseRecord | null> {
  const [column, value] = 'caseId' in by ? ['case_id', by.caseId] : ['reference', by.reference];
  const { rows } = await db.query<CaseRecord>({
    name: `find-case-${column}`,
    text: `select ${COLUMNS}, null::timestamptz as "closedAt" from termination where ${column} = $1
      union all select ${COLUMNS}, closed_at as "closedAt" from termination_closed where ${column} = $1`,
    values: [value],
  });
  return rows[0] ?? null;
}

/** An open case, with whether a worker holds it right now. */
export type LockedCase = CaseRecord & Pick<OpenCase, 'leased'>;

/** Locks an open case for a change; null if there is none (any more). */
export async function lockOpenCase(db: Db, caseId: string): Promise<LockedCase | null> {
  const { rows } = await db.query<LockedCase>({
    name: 'lock-open-case',
    text: `select ${COLUMNS}, null::timestamptz as "closedAt", (lease is not null and lease_until >= now()) as leased
      from termination where case_id = $1 for update`,
    values: [caseId],
  });
  return rows[0] ?? null;
}

/** Whether a worker holds the case this very moment. */
export async function isLeased(db: Db, caseId: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'is-leased',
    text: 'select from termination where case_id = $1 and lease is not null and lease_until >= now()',
    values: [caseId],
  });
  return (rowCount ?? 0) > 0;
}

/** The open cases of some lines, by line. */
export async function openCasesOf(
  db: Db,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, Pick<CaseRecord, 'caseId' | 'confidential'>>> {
  if (lineIds.length === 0) return new Map();
  const { rows } = await db.query<Pick<CaseRecord, 'caseId' | 'lineId' | 'confidential'>>({
    name: 'open-cases-of-lines',
    text: 'select case_id as "caseId", line_id as "lineId", confidential from termination where line_id = any($1::text[])',
    values: [lineIds],
  });
  return new Map(rows.map((row) => [row.lineId, row]));
}

/** What was begun in somebody's place is confirmed by the holder themself: the route is none any more. */
export async function dropRoute(tx: Db, caseId: string): Promise<void> {
  await tx.query('update termination set route = null where case_id = $1 and requester_id is null', [caseId]);
}

/** The open case of a line; null without one. */
export async function openCaseOf(
  db: Db,
  lineId: string,
): Promise<Pick<CaseRecord, 'caseId' | 'confidential'> | null> {
  const { rows } = await db.query<Pick<CaseRecord, 'caseId' | 'confidential'>>({
    name: 'open-case-of-line',
    text: 'select case_id as "caseId", confidential from termination where line_id = $1',
    values: [lineId],
  });
  return rows[0] ?? null;
}

export interface StuckCase {
  readonly caseId: string;
  readonly reference: string;
  readonly stage: string;
  readonly problem: Readonly<Record<string, unknown>>;
  readonly since: Date;
}

/** Cases that wait for a person of the operator, the oldest first. */
export async function stuckCases(
  db: Db,
  {
    after,
    limit,
    confidential,
  }: {
    readonly after: Pick<StuckCase, 'since' | 'caseId'> | null;
    readonly limit: number;
    /** Whether those are among them of which few may know. */
    readonly confidential: boolean;
  },
): Promise<readonly StuckCase[]> {
  const { rows } = await db.query<StuckCase>(
    `select case_id as "caseId", reference, stage, coalesce(problem, '{}') as problem, updated_at as since
     from termination where waiting_for = 'staff' and ($4::boolean or not confidential)
       and ($2::timestamptz is null or (date_trunc('milliseconds', updated_at), case_id) > ($2, $3::uuid))
     order by date_trunc('milliseconds', updated_at), case_id limit $1`,
    [limit, after?.since ?? null, after?.caseId ?? null, confidential],
  );
  return rows;
}

/** How many open cases there are, by stage and by what they wait for. */
export async function countOpenCases(
  db: Db,
): Promise<readonly { readonly stage: Stage; readonly waitingFor: WaitingFor | null; readonly n: number }[]> {
  const { rows } = await db.query<{ stage: Stage; waitingFor: WaitingFor | null; n: number }>(
    'select stage, waiting_for as "waitingFor", count(*)::int as n from termination group by 1, 2',
  );
  return rows;
}
