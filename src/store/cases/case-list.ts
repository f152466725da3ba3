import type { Outcome, Stage } from '../../domain/cases/termination.ts';
import type { WaitingFor } from '../../domain/cases/waiting.ts';
import type { Db } from '../database/database.ts';

/** What a list shows of a case. */
export interface ListedCase {
  readonly caseId: string;
  readonly reference: string;
  readonly lineId: string;
  readonly stage: Stage;
  readonly waitingFor: WaitingFor | null;
  readonly declaredAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
  readonly outcome: Outcome | null;
  readonly problem: Readonly<Record<string, unknown>> | null;
}

export interface CaseFilter {
  readonly open: boolean;
  readonly closed: boolean;
  /** Only those that wait for a person of the operator. */
  readonly stuck: boolean;
  readonly stage: Stage | null;
  readonly lineId: string | null;
  /** Whether those are among them of which few may know. */
  readonly confidential: boolean;
  /** The case after which the list goes on; null for the beginning. */
  readonly after: string | null;
}

const COLUMNS = `case_id as "caseId", reference, line_id as "lineId", stage, waiting_for as "waitingFor",
  declared_at as "declaredAt", updated_at as "updatedAt", outcome, problem`;
/** Identities of cases grow with time (UUID version 7), so their order is that of the declarations. */
const WHERE = `($1::text is null or stage = $1) and ($2::text is null or line_id = $2)
  and (not $3::boolean or waiting_for = 'staff') and ($4::uuid is null or case_id < $4)
  and ($6::boolean or not confidential)`;

/** Cases, the newest first. */
export async function listedCases(
  db: Db,
  { open, closed, stuck, stage, lineId, after, confidential }: CaseFilter,
  limit: number,
): Promise<readonly ListedCase[]> {
  const parts = [
    ...(open
      ? [
          `(select ${COLUMNS}, null::timestamptz as "closedAt" from termination where ${WHERE} order by case_id desc limit $5)`,
        ]
      : []),
    ...(closed
      ? [
          `(select ${COLUMNS}, closed_at as "closedAt" from termination_closed where ${WHERE} order by case_id desc limit $5)`,
        ]
      : []),
  ];
  if (parts.length === 0) return [];
  const { rows } = await db.query<ListedCase>(
    `select * from (${parts.join(' union all ')}) found order by "caseId" desc limit $5`,
    [stage, lineId, stuck, after, limit, confidential],
  );
  return rows;
}
