import { randomUUID } from 'node:crypto';
import type { Db } from '../../src/store/database/database.ts';

/** A case as charts see it: what is left out is as of one that was just declared. */
export interface ChartedCase {
  readonly caseId: string;
  readonly reason: string | null;
  readonly declaredAt: Date;
  readonly confirmedAt: Date | null;
  readonly serviceEndedAt: Date | null;
  readonly certificateId: string | null;
  readonly detach: string | null;
  readonly detachDeadline: Date | null;
  readonly outcome: string | null;
  readonly confidential: boolean;
  /** As `LANES` numbers them. */
  readonly lane: number;
  /** Null of a case that is open. */
  readonly closedAt: Date | null;
}

export function chartedCase(given: Partial<ChartedCase> & Pick<ChartedCase, 'declaredAt'>): ChartedCase {
  return {
    ...{ caseId: randomUUID(), reason: null, confirmedAt: null, serviceEndedAt: null, certificateId: null },
    ...{ detach: null, detachDeadline: null, outcome: null, confidential: false, closedAt: null, lane: 1 },
    ...given,
  };
}

const COLUMNS = `case_id, reference, line_id, holder_id, stage, plan, plan_version, jurisdiction, rulebook_version, channel, currency,
  receipt_hash, reason, declared_at, confirmed_at, service_ended_at, certificate_id, detach, detach_deadline, outcome, confidential, requester_id, lane`;
const VALUES = `(o->>'caseId')::uuid, 'HB-' || (o->>'caseId'), 'L' || (o->>'caseId'), 'P1', 'settle', '{}', 1, 'cn', '1', 'online', 'CNY',
  '\\x00', o->>'reason', (o->>'declaredAt')::timestamptz, (o->>'confirmedAt')::timestamptz, (o->>'serviceEndedAt')::timestamptz,
  (o->>'certificateId')::uuid, o->>'detach', (o->>'detachDeadline')::timestamptz, o->>'outcome', (o->>'confidential')::boolean,
  case when (o->>'confidential')::boolean then 'P2' end, (o->>'lane')::smallint`;

export async function seedCharted(db: Db, cases: readonly ChartedCase[]): Promise<void> {
  const closed = cases.filter(({ closedAt }) => closedAt !== null);
  for (const month of new Set(
    closed.map(({ closedAt }) => `${closedAt!.toISOString().slice(0, 7)}-01T00:00:00Z`),
  ))
    await db.query('select ensure_closed_partition($1)', [month]);
  await db.query(
    `insert into termination_closed (${COLUMNS}, closed_at)
     select ${VALUES}, (o->>'closedAt')::timestamptz from jsonb_array_elements($1::jsonb) o`,
    [JSON.stringify(closed)],
  );
  await db.query(
    `insert into termination (${COLUMNS}) select ${VALUES} from jsonb_array_elements($1::jsonb) o`,
    [JSON.stringify(cases.filter(({ closedAt }) => closedAt === null))],
  );
}
