import type { Db } from './database/database.ts';
import type { Vault } from './database/vault.ts';

/** The keyed hash by which a text that was sent is found again. @param text as of `sentTextOf` */
export function textIndex(vault: Vault, text: string): Buffer {
  return vault.index('sent text', text);
}

/** Whether exactly this was sent and is still among the messages. To whom is not asked. */
export async function wasSent(db: Db, vault: Vault, text: string): Promise<boolean> {
  const { rows } = await db.query<{ sent: boolean }>({
    name: 'was-sent',
    text: 'select exists (select from outbox where text_bidx = $1 and sent_at is not null) as sent',
    values: [textIndex(vault, text)],
  });
  return rows[0]!.sent;
}
