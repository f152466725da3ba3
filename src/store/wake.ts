import type { Db } from './database/database.ts';

/** Wakes the workers after the commit: something may be due now. */
export async function wakeWorkers(db: Db): Promise<void> {
  await db.query({ name: 'wake', text: `select pg_notify('handback_due', '')` });
}

/** Open pages of this case look again after the commit. */
export async function announceCase(db: Db, caseId: string): Promise<void> {
  await db.query({ name: 'announce-case', text: `select pg_notify('handback_case', $1)`, values: [caseId] });
}

/** Wakes the senders after the commit: a message waits. */
export async function wakeOutbox(db: Db): Promise<void> {
  await db.query({ name: 'wake-outbox', text: `select pg_notify('handback_outbox', '')` });
}
