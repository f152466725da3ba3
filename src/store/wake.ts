import type { Db } from './database/database.ts';

/** Wakes the workers after the commit: something may be due now. */
export async function wakeWorkers(db: Db): Promise<void> {
  await db.query({ name: 'wake', text: `select pg_notify('handback_due', '')` });
}

/** Open pages of these cases look again after the commit. */
export async function announceCases(db: Db, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return;
  await db.query({
    name: 'announce-cases',
    text: `select pg_notify('handback_case', id) from unnest($1::text[]) id`,
    values: [caseIds],
  });
}

/** Wakes the senders after the commit: a message waits. */
export async function wakeOutbox(db: Db): Promise<void> {
  await db.query({ name: 'wake-outbox', text: `select pg_notify('handback_outbox', '')` });
}

/** After the commit every process looks which rulebooks are in force. */
export async function announceRulebooks(db: Db): Promise<void> {
  await db.query(`select pg_notify('handback_rulebooks', '')`);
}

/** Wakes who runs campaigns after the commit: one begins, or goes on. */
export async function wakeCampaigns(db: Db): Promise<void> {
  await db.query({ name: 'wake-campaigns', text: `select pg_notify('handback_campaign', '')` });
}

/** Wakes who answers texts after the commit: one waits. */
export async function wakeTexts(db: Db): Promise<void> {
  await db.query({ name: 'wake-texts', text: `select pg_notify('handback_text', '')` });
}

/** Wakes who makes archives of accounts after the commit: one waits. */
export async function wakeExports(db: Db): Promise<void> {
  await db.query({ name: 'wake-exports', text: `select pg_notify('handback_export', '')` });
}
