import type { Hold } from '../../domain/lines/line.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';

/** Puts a hold on a line, beside those that the operator's import names. */
export async function addOwnHold(tx: Db, lineId: string, hold: Hold): Promise<void> {
  await tx.query({
    name: 'add-own-hold',
    text: `update line set own_holds = own_holds || jsonb_build_array($2::jsonb), updated_at = now() where line_id = $1`,
    values: [lineId, JSON.stringify(hold)],
  });
}

/** A lock that a holder set against the end of their line. */
export interface Lock {
  readonly since: LocalDate;
  /** When it is lifted; null while nobody asked for that. */
  readonly liftsAt: Date | null;
}

/** Locks the line itself, so that two who change its holds come one after the other. */
export async function lockLineRow(tx: Db, lineId: string): Promise<void> {
  await tx.query({
    name: 'lock-line-row',
    text: 'select from line where line_id = $1 for no key update',
    values: [lineId],
  });
}

/** The holder's lock of a line, as long as it holds; null without one. */
export async function lockOf(db: Db, lineId: string): Promise<Lock | null> {
  const { rows } = await db.query<{ since: LocalDate; liftsAt: Date | null }>({
    name: 'lock-of-line',
    text: `select h ->> 'since' as since, (h ->> 'liftsAt')::timestamptz as "liftsAt"
      from line, jsonb_array_elements(own_holds) h
      where line_id = $1 and h ->> 'kind' = 'termination_lock' and coalesce((h ->> 'liftsAt')::timestamptz > now(), true)`,
    values: [lineId],
  });
  return rows[0] ?? null;
}

/** Puts the holder's lock on a line in the place of what is left of an earlier one; null takes it off. */
export async function putLock(tx: Db, lineId: string, lock: Lock | null): Promise<void> {
  const hold =
    lock === null
      ? []
      : [
          {
            ...{ kind: 'termination_lock', since: lock.since, reference: 'holder' },
            ...(lock.liftsAt === null ? {} : { liftsAt: lock.liftsAt.toISOString() }),
          },
        ];
  await tx.query({
    name: 'put-lock',
    text: `update line set updated_at = now(), own_holds = $2::jsonb ||
        coalesce((select jsonb_agg(h) from jsonb_array_elements(own_holds) h where h ->> 'kind' <> 'termination_lock'), '[]')
      where line_id = $1`,
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
