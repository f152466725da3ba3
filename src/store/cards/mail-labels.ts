import type { MailLabel } from '../../domain/cards/mail-label.ts';
import type { Db } from '../database/database.ts';

/** The label of a case; the first one stays, however often one is asked for. */
export async function keepLabel(
  tx: Db,
  wanted: { readonly label: MailLabel; readonly caseId: string; readonly now: Date },
): Promise<{ readonly label: MailLabel; readonly now: boolean }> {
  const { rowCount } = await tx.query(
    'insert into card_label (label, case_id, made_at) values ($1, $2, $3) on conflict (case_id) do nothing',
    [wanted.label, wanted.caseId, wanted.now],
  );
  if (rowCount === 1) return { label: wanted.label, now: true };
  return { label: (await labelOfCase(tx, wanted.caseId))!, now: false };
}

export async function labelOfCase(db: Db, caseId: string): Promise<MailLabel | null> {
  const { rows } = await db.query<{ label: MailLabel }>('select label from card_label where case_id = $1', [
    caseId,
  ]);
  return rows[0]?.label ?? null;
}

/** The case to which a label is bound; null for a label that nobody made. */
export async function caseOfLabel(db: Db, label: MailLabel): Promise<string | null> {
  const { rows } = await db.query<{ case_id: string }>('select case_id from card_label where label = $1', [
    label,
  ]);
  return rows[0]?.case_id ?? null;
}
