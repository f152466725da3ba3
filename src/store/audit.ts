import { jsonbs, texts, uuids } from './database/array-parameters.ts';
import type { Db } from './database/database.ts';

export interface AuditEntry {
  readonly caseId: string | null;
  readonly lineId: string | null;
  /** Who: `engine`, `subscriber`, `staff:NAME`, `system:NAME`. Never a name of a person. */
  readonly actor: string;
  readonly action: string;
  readonly facts?: Readonly<Record<string, unknown>> | null;
}

export async function insertAudit(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.query({
    name: 'insert-audit',
    text: `insert into audit (case_id, line_id, actor, action, facts)
      select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[])`,
    values: [
      uuids(entries, (e) => e.caseId),
      texts(entries, (e) => e.lineId),
      texts(entries, (e) => e.actor),
      texts(entries, (e) => e.action),
      jsonbs(entries, (e) => (e.facts ? JSON.stringify(e.facts) : null)),
    ],
  });
}
