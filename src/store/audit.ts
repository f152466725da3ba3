import { jsonbs, texts, uuids } from './database/array-parameters.ts';
import type { Db } from './database/database.ts';
import { insertOf, type NamedColumn } from './database/named-columns.ts';

export interface AuditEntry {
  readonly caseId: string | null;
  readonly lineId: string | null;
  /** Who: `engine`, `subscriber`, `staff:NAME`, `system:NAME`. Never a name of a person. */
  readonly actor: string;
  readonly action: string;
  readonly facts?: Readonly<Record<string, unknown>> | null;
}

const COLUMNS: readonly NamedColumn<AuditEntry>[] = [
  { name: 'case_id', type: 'uuid', values: (all) => uuids(all, (e) => e.caseId) },
  { name: 'line_id', type: 'text', values: (all) => texts(all, (e) => e.lineId) },
  { name: 'actor', type: 'text', values: (all) => texts(all, (e) => e.actor) },
  { name: 'action', type: 'text', values: (all) => texts(all, (e) => e.action) },
  {
    name: 'facts',
    type: 'jsonb',
    values: (all) => jsonbs(all, (e) => (e.facts ? JSON.stringify(e.facts) : null)),
  },
];

export async function insertAudit(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.query({ name: 'insert-audit', ...insertOf('audit', COLUMNS, entries) });
}

/** A row of the audit log, as it is read again. */
export interface AuditRow {
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly facts: Readonly<Record<string, unknown>> | null;
}

/** How far a case has come, as one text that is another when something happened to it. That somebody looked at it is nothing. */
export async function momentOfCase(db: Db, caseId: string): Promise<string> {
  const { rows } = await db.query<{ moment: string }>({
    name: 'moment-of-case',
    text: `select concat_ws(' ', (select extract(epoch from updated_at) from termination where case_id = $1),
        (select extract(epoch from closed_at) from termination_closed where case_id = $1),
        (select audit_id from audit where case_id = $1 and action not like '%viewed' order by at desc, audit_id desc limit 1)) as moment`,
    values: [caseId],
  });
  return rows[0]!.moment;
}

/** What happened to a case, the oldest first. For people to read: nothing is decided by it. */
export async function auditOfCase(db: Db, caseId: string): Promise<readonly AuditRow[]> {
  const { rows } = await db.query<AuditRow>({
    name: 'audit-of-case',
    text: 'select at, actor, action, facts from audit where case_id = $1 order by at, audit_id',
    values: [caseId],
  });
  return rows;
}
