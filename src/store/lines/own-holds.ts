import type { Hold } from '../../domain/lines/line.ts';
import type { Db } from '../database/database.ts';

/** Puts a hold on a line, beside those that the operator's import names. */
export async function addOwnHold(tx: Db, lineId: string, hold: Hold): Promise<void> {
  await tx.query({
    name: 'add-own-hold',
    text: `update line set own_holds = own_holds || jsonb_build_array($2::jsonb), updated_at = now() where line_id = $1`,
    values: [lineId, JSON.stringify(hold)],
  });
}

export async function removeOwnHold(tx: Db, lineId: string, reference: string): Promise<void> {
  await tx.query({
    name: 'remove-own-hold',
    text: `update line set updated_at = now(), own_holds =
        coalesce((select jsonb_agg(h) from jsonb_array_elements(own_holds) h where h ->> 'reference' <> $2), '[]')
      where line_id = $1`,
    values: [lineId, reference],
  });
}
