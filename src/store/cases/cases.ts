import type { Outcome, Stage } from '../../domain/cases/termination.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Bill } from '../../ports/billing.ts';
import type { Db } from '../database/database.ts';
import type { Detach } from './work.ts';

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
  readonly channel: string;
  readonly reason: string | null;
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly rulebookVersion: string;
  readonly currency: string;
  readonly declaredAt: Date;
  readonly identifiedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly dueAt: Date | null;
  readonly serviceEndedAt: Date | null;
  readonly billingEndOn: LocalDate | null;
  readonly releaseOn: LocalDate | null;
  readonly detach: Detach | null;
  readonly detachDeadline: Date | null;
  readonly bill: Bill | null;
  readonly certificateId: string | null;
  readonly withdrawRequestedAt: Date | null;
  readonly outcome: Outcome | null;
  readonly waitingFor: string | null;
  readonly problem: { readonly code: string } | null;
  readonly attempts: number;
  readonly intentAt: Date | null;
  readonly hasSnapshot: boolean;
  readonly receiptHash: Buffer;
  /** The last day of service that the person asked for; null for as soon as possible. */
  readonly wantedEndOn: LocalDate | null;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
}

const COLUMNS = `case_id as "caseId", reference, line_id as "lineId", holder_id as "holderId", lane, stage, plan, urgent, channel, reason,
  jurisdiction, province, rulebook_version as "rulebookVersion", currency, declared_at as "declaredAt",
  identified_at as "identifiedAt", confirmed_at as "confirmedAt", due_at as "dueAt", service_ended_at as "serviceEndedAt",
  billing_end_on as "billingEndOn", release_on as "releaseOn", detach, detach_deadline as "detachDeadline", bill, certificate_id as "certificateId",
  withdraw_requested_at as "withdrawRequestedAt", outcome, waiting_for as "waitingFor", problem, attempts,
  intent_at as "intentAt", snapshot_enc is not null as "hasSnapshot", receipt_hash as "receiptHash", wanted_end_on as "wantedEndOn", updated_at as "updatedAt"`;

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

/** Locks an open case for a change; null if there is none (any more). */
export async function lockOpenCase(
  db: Db,
  caseId: string,
): Promise<(CaseRecord & { readonly leased: boolean }) | null> {
  const { rows } = await db.query<CaseRecord & { leased: boolean }>({
    name: 'lock-open-case',
    text: `select ${COLUMNS}, null::timestamptz as "closedAt", (lease is not null and lease_until >= now()) as leased
      from termination where case_id = $1 for update`,
    values: [caseId],
  });
  return rows[0] ?? null;
}

export interface NewCase {
  readonly reference: string;
  readonly lineId: string;
  readonly holderId: string;
  readonly lane: number;
  readonly stage: Stage;
  /** Null: nothing happens until a person acts. */
  readonly dueAt: Date | null;
  readonly plan: readonly Stage[];
  readonly planVersion: number;
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly rulebookVersion: string;
  readonly channel: string;
  readonly urgent: boolean;
  readonly reason: string | null;
  readonly declaredAt: Date;
  readonly identifiedAt: Date | null;
  readonly currency: string;
  readonly receiptHash: Buffer;
  /** The last day of service that the person asked for; null for as soon as possible. */
  readonly wantedEndOn: LocalDate | null;
}

/** Opens a case, unless the line has one: then nothing is written and null is answered. */
export async function insertCase(db: Db, c: NewCase): Promise<string | null> {
  const { rows } = await db.query<{ case_id: string }>({
    name: 'insert-case',
    text: `insert into termination (reference, line_id, holder_id, lane, stage, due_at, plan, plan_version, jurisdiction, province,
        rulebook_version, channel, urgent, reason, declared_at, identified_at, currency, receipt_hash, wanted_end_on)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
      on conflict (line_id) do nothing
      returning case_id`,
    values: [
      ...[
        c.reference,
        c.lineId,
        c.holderId,
        c.lane,
        c.stage,
        c.dueAt,
        c.plan,
        c.planVersion,
        c.jurisdiction,
        c.province,
      ],
      ...[
        c.rulebookVersion,
        c.channel,
        c.urgent,
        c.reason,
        c.declaredAt,
        c.identifiedAt,
        c.currency,
        c.receiptHash,
        c.wantedEndOn,
      ],
    ],
  });
  return rows[0]?.case_id ?? null;
}
