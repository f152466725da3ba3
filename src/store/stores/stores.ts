import { inEveryLanguage } from '../../domain/operator/house.ts';
import { readOpeningHours } from '../../domain/stores/opening-hours.ts';
import type { Store, StoreService } from '../../domain/stores/store.ts';
import type { Db } from '../database/database.ts';

interface Row extends Omit<Store, 'hoursText' | 'hours' | 'services'> {
  readonly services: readonly string[];
  readonly hoursText: string;
  readonly position: number;
  readonly closedAt: Date | null;
}

/** A store, with its place in the operator's list. */
export interface StoreRecord extends Store {
  readonly position: number;
  /** When it left the list; null while it is on it. */
  readonly closedAt: Date | null;
}

const COLUMNS = `store_id as "storeId", names, jurisdiction, province, city, address, phone, services, hours as "hoursText",
  time_zone as "timeZone", slot_minutes as "slotMinutes", places, position, closed_at as "closedAt"`;

const storeOf = ({ services, hoursText, names, city, address, ...row }: Row): StoreRecord => ({
  ...row,
  // A language may have come after the import.
  ...{ names: inEveryLanguage(names), city: inEveryLanguage(city), address: inEveryLanguage(address) },
  ...{ hoursText, services: services as readonly StoreService[] },
  // What an earlier release took for hours and this one does not: closed, rather than open at times that nobody knows.
  hours: readOpeningHours(hoursText) ?? [],
});

/** One list after the other: two that lock the stores in their own orders would wait for each other. */
export async function lockStoreList(tx: Db): Promise<void> {
  await tx.query({
    name: 'lock-store-list',
    text: `select pg_advisory_xact_lock(hashtext('handback_stores'))`,
  });
}

/** Makes the list of stores this one, in its order; what is not on it is closed. @returns how many were closed by it */
export async function replaceStores(tx: Db, stores: readonly Store[], at: Date): Promise<number> {
  await tx.query({
    name: 'put-stores',
    text: `insert into store (store_id, names, jurisdiction, province, city, address, phone, services, hours, time_zone, slot_minutes, places, position)
      select s."storeId", s.names, s.jurisdiction, s.province, s.city, s.address, s.phone,
        array(select jsonb_array_elements_text(s.services)), s."hoursText", s."timeZone", s."slotMinutes", s.places, s.position
      from jsonb_to_recordset($1::jsonb) as s("storeId" text, names jsonb, jurisdiction text, province text, city jsonb, address jsonb,
        phone text, services jsonb, "hoursText" text, "timeZone" text, "slotMinutes" int, places int, position int)
      order by s."storeId"
      on conflict (store_id) do update set names = excluded.names, jurisdiction = excluded.jurisdiction, province = excluded.province,
        city = excluded.city, address = excluded.address, phone = excluded.phone, services = excluded.services, hours = excluded.hours,
        time_zone = excluded.time_zone, slot_minutes = excluded.slot_minutes, places = excluded.places, position = excluded.position,
        closed_at = null`,
    values: [JSON.stringify(stores.map((store, position) => ({ ...store, position })))],
  });
  const { rowCount } = await tx.query({
    name: 'close-stores',
    text: 'update store set closed_at = $2 where closed_at is null and store_id <> all($1::text[])',
    values: [stores.map(({ storeId }) => storeId), at],
  });
  return rowCount ?? 0;
}

export interface StoreFilter {
  readonly jurisdiction: string | null;
  readonly province: string | null;
  readonly service: StoreService | null;
}

/** Those that are open to people, in the operator's order. @param after the place of the last one of the page before */
export async function listedStores(
  db: Db,
  {
    jurisdiction,
    province,
    service,
    after,
    limit,
  }: StoreFilter & { readonly after: number | null; readonly limit: number },
): Promise<readonly StoreRecord[]> {
  const { rows } = await db.query<Row>({
    name: 'listed-stores',
    text: `select ${COLUMNS} from store where closed_at is null and ($1::text is null or jurisdiction = $1)
        and ($2::text is null or province = $2) and ($3::text is null or $3 = any(services)) and ($4::int is null or position > $4)
      order by position limit $5`,
    values: [jurisdiction, province, service, after, limit],
  });
  return rows.map(storeOf);
}

/** How many the filter lets through. */
export async function countStores(db: Db, { jurisdiction, province, service }: StoreFilter): Promise<number> {
  const { rows } = await db.query<{ n: number }>({
    name: 'count-stores',
    text: `select count(*)::int4 as n from store where closed_at is null and ($1::text is null or jurisdiction = $1)
        and ($2::text is null or province = $2) and ($3::text is null or $3 = any(services))`,
    values: [jurisdiction, province, service],
  });
  return rows[0]!.n;
}

/** Also one that has left the list. */
export async function findStore(db: Db, storeId: string): Promise<StoreRecord | null> {
  const { rows } = await db.query<Row>({
    name: 'find-store',
    text: `select ${COLUMNS} from store where store_id = $1`,
    values: [storeId],
  });
  return rows[0] === undefined ? null : storeOf(rows[0]);
}

/** The store, which nobody else changes or books at until the transaction ends. */
export async function lockStore(tx: Db, storeId: string): Promise<StoreRecord | null> {
  const { rows } = await tx.query<Row>({
    name: 'lock-store',
    text: `select ${COLUMNS} from store where store_id = $1 for update`,
    values: [storeId],
  });
  return rows[0] === undefined ? null : storeOf(rows[0]);
}
