import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

/** What somebody had typed into one page when their session was over. */
export interface Draft {
  readonly subject: string;
  readonly path: string;
  readonly values: Readonly<Record<string, string>>;
}

const KEPT_MINUTES = 30;
const CONTEXT = 'staff_draft.values';

/** Takes the place of an earlier one of the same page. */
export async function keepDraft(tx: Db, vault: Vault, { subject, path, values }: Draft): Promise<void> {
  await tx.query('delete from staff_draft where subject = $1 and path = $2', [subject, path]);
  await tx.query('insert into staff_draft (subject, path, values_enc) values ($1, $2, $3)', [
    subject,
    path,
    vault.encrypt(vault.operatorKey, CONTEXT, JSON.stringify(values)),
  ]);
}

/** Once; null where there is none, or it is too old. */
export async function takeDraft(
  db: Db,
  vault: Vault,
  of: Pick<Draft, 'subject' | 'path'>,
): Promise<Draft['values'] | null> {
  const { rows } = await db.query<{ values_enc: Buffer; fresh: boolean }>(
    `delete from staff_draft where subject = $1 and path = $2
     returning values_enc, kept_at > now() - ${KEPT_MINUTES} * interval '1 minute' as fresh`,
    [of.subject, of.path],
  );
  const [found] = rows;
  if (found === undefined || !found.fresh) return null;
  return JSON.parse(vault.decryptText(vault.operatorKey, CONTEXT, found.values_enc)) as Draft['values'];
}
