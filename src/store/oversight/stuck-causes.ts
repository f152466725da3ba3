import type { Stage } from '../../domain/cases/termination.ts';
import type { WaitingFor } from '../../domain/cases/waiting.ts';
import type { Db } from '../database/database.ts';

/** Why cases are stuck: at which stage, with which code, and which system it was about; empty where none was. */
export interface StuckCause {
  readonly stage: Stage;
  readonly code: string;
  readonly element: string;
}

/** Of the row `t`; a connector's refusal is called by the name of the connector. */
export const CODE = `coalesce(t.problem->>'code', '')`;
export const ELEMENT = `coalesce(t.problem->>'connector', case when ${CODE} like '%\\_refused' then left(${CODE}, -8) end, '')`;

export interface CauseGroup extends StuckCause {
  readonly count: number;
  /** Since when the one is stuck that is stuck for the longest time. */
  readonly oldest: Date;
  /** Some of their references, the oldest first. */
  readonly sample: readonly string[];
}

/** The causes for which cases wait for staff, that of the most cases first. */
export async function stuckCauses(
  db: Db,
  { confidential, limit }: { readonly confidential: boolean; readonly limit: number },
): Promise<readonly CauseGroup[]> {
  const { rows } = await db.query<CauseGroup>(
    `select t.stage, ${CODE} as code, ${ELEMENT} as element, count(*)::int as count, min(t.updated_at) as oldest,
       (array_agg(t.reference order by t.updated_at, t.case_id))[1:3] as sample
     from termination t where t.waiting_for = 'staff' and ($1::boolean or not t.confidential)
     group by 1, 2, 3 order by 4 desc, 5, 1, 2, 3 limit $2`,
    [confidential, limit],
  );
  return rows;
}

/** A case of a group, with what decides whether it can be tried again. */
export interface CaseOfCause {
  readonly caseId: string;
  readonly reference: string;
  readonly since: Date;
  readonly stage: Stage;
  readonly leased: boolean;
  readonly attempts: number;
  readonly waitingFor: WaitingFor | null;
  readonly withdrawRequestedAt: Date | null;
  readonly confidential: boolean;
  readonly problem: Readonly<Record<string, unknown>>;
}

/** The cases that are stuck for a cause, the oldest first. */
export async function casesOfCause(
  db: Db,
  cause: StuckCause,
  page: {
    readonly confidential: boolean;
    readonly after: { readonly since: Date; readonly caseId: string } | null;
    readonly limit: number;
  },
): Promise<readonly CaseOfCause[]> {
  const { rows } = await db.query<CaseOfCause>(
    `select t.case_id as "caseId", t.reference, date_trunc('milliseconds', t.updated_at) as since, t.stage,
       (t.lease is not null and t.lease_until >= now()) as leased, t.attempts, t.waiting_for as "waitingFor",
       t.withdraw_requested_at as "withdrawRequestedAt", t.confidential, coalesce(t.problem, '{}') as problem
     from termination t
     where t.waiting_for = 'staff' and t.stage = $1 and ${CODE} = $2 and ${ELEMENT} = $3 and ($4::boolean or not t.confidential)
       and ($5::timestamptz is null or (date_trunc('milliseconds', t.updated_at), t.case_id) > ($5, $6::uuid))
     order by date_trunc('milliseconds', t.updated_at), t.case_id limit $7`,
    [
      ...[cause.stage, cause.code, cause.element, page.confidential],
      ...[page.after?.since ?? null, page.after?.caseId ?? null, page.limit],
    ],
  );
  return rows;
}
