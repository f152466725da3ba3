import type { BagState, BatchState } from '../../domain/cards/custody.ts';
import type { CardLeft } from '../../domain/cards/place.ts';
import type { CardCondition, DestructionMethod } from '../../domain/certificates/card-words.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';

export type CameBy = 'shop' | 'post';

/** A card that came back, or is missing, with where it is. */
export interface ReturnedCard {
  readonly cardId: string;
  readonly iccid: string;
  /** Null for one that is set aside. */
  readonly caseId: string | null;
  readonly lineId: string | null;
  readonly condition: CardCondition;
  readonly cameBy: CameBy | null;
  readonly takenInAt: Date;
  readonly leftAs: CardLeft | null;
  readonly bagId: string | null;
  readonly bagNumber: string | null;
  readonly bagState: BagState | null;
  readonly batchId: string | null;
  readonly batchNumber: string | null;
  readonly batchState: BatchState | null;
  readonly destroyedOn: LocalDate | null;
  readonly method: DestructionMethod | null;
  readonly particleClass: string | null;
}

const SELECT = `select r.card_id as "cardId", r.iccid, r.case_id as "caseId", r.line_id as "lineId", r.condition,
    r.came_by as "cameBy", r.taken_in_at as "takenInAt", r.left_as as "leftAs", r.bag_id as "bagId", b.number as "bagNumber",
    b.state as "bagState", b.batch_id as "batchId", t.number as "batchNumber",
    t.state as "batchState", d.destroyed_on as "destroyedOn", d.method,
    d.particle_class as "particleClass"
  from returned_card r left join card_bag b using (bag_id) left join card_batch t on t.batch_id = b.batch_id
    left join card_destruction d on d.batch_id = b.batch_id and r.left_as is null`;

const HERE = `${SELECT} where r.iccid = $1 and r.left_as is null`;

/** The card of this ICCID that is here, or missing; null where there is none. */
export async function findCardHere(db: Db, iccid: Iccid): Promise<ReturnedCard | null> {
  const { rows } = await db.query<ReturnedCard>({ name: 'find-card-here', text: HERE, values: [iccid] });
  return rows[0] ?? null;
}

/** The same, locked against changes. Whoever locks its batch or its bag too does so before. */
export async function lockCardHere(tx: Db, iccid: Iccid): Promise<ReturnedCard | null> {
  const { rowCount } = await tx.query(
    'select from returned_card where iccid = $1 and left_as is null for update',
    [iccid],
  );
  return rowCount === 1 ? findCardHere(tx, iccid) : null;
}

/** All cards of some cases, the last of each ICCID. */
export async function cardsOfCases(
  db: Db,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ReturnedCard[]>> {
  const { rows } = await db.query<ReturnedCard & { caseId: string }>({
    name: 'cards-of-cases',
    text: `select distinct on (c."caseId", c.iccid) c.* from (${SELECT} where r.case_id = any($1::uuid[])) c
      order by c."caseId", c.iccid, c."cardId" desc`,
    values: [caseIds],
  });
  return Map.groupBy(rows, ({ caseId }) => caseId);
}

/** The cards in a bag, in the order in which they came. */
export async function cardsOfBag(db: Db, bagId: string): Promise<readonly ReturnedCard[]> {
  const { rows } = await db.query<ReturnedCard>({
    name: 'cards-of-bag',
    text: `${SELECT} where r.bag_id = $1 and r.left_as is null order by r.card_id`,
    values: [bagId],
  });
  return rows;
}

/** Cards that are here and in no bag: taken in at a desk, or set aside. The oldest first. */
export async function looseCards(db: Db, limit: number): Promise<readonly ReturnedCard[]> {
  const { rows } = await db.query<ReturnedCard>(
    `${SELECT} where r.bag_id is null and r.left_as is null and r.condition <> 'missing'
     order by r.taken_in_at, r.card_id limit $1`,
    [limit],
  );
  return rows;
}

export interface NewCard {
  readonly iccid: Iccid;
  readonly caseId: string | null;
  readonly lineId: string | null;
  readonly condition: CardCondition;
  readonly cameBy: CameBy | null;
  readonly bagId: string | null;
  readonly now: Date;
}

/** Keeps a card; null where one of this ICCID is here already, also one that another clerk scans at this moment. */
export async function insertCard(tx: Db, card: NewCard): Promise<string | null> {
  const { rows } = await tx.query<{ card_id: string }>(
    `insert into returned_card (iccid, case_id, line_id, condition, came_by, bag_id, taken_in_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning card_id`,
    [card.iccid, card.caseId, card.lineId, card.condition, card.cameBy, card.bagId, card.now],
  );
  return rows[0]?.card_id ?? null;
}

/** A card that was missing or set aside, and is taken in after all. */
export async function takeInKept(tx: Db, cardId: string, card: NewCard): Promise<void> {
  await tx.query(
    `update returned_card set case_id = $2, line_id = $3, condition = $4, came_by = $5, bag_id = $6, taken_in_at = $7
     where card_id = $1`,
    [cardId, card.caseId, card.lineId, card.condition, card.cameBy, card.bagId, card.now],
  );
}

export async function putInBag(tx: Db, cardId: string, bagId: string): Promise<void> {
  await tx.query('update returned_card set bag_id = $2 where card_id = $1', [cardId, bagId]);
}

/** A card that leaves: what is lost stays in the books of its bag, what was taken out does not. */
export async function markLeft(tx: Db, cardId: string, as: CardLeft, now: Date): Promise<void> {
  await tx.query('update returned_card set left_as = $2, left_at = $3 where card_id = $1', [cardId, as, now]);
}
