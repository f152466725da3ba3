import type { BagState } from '../../domain/cards/custody.ts';
import type { Db } from '../database/database.ts';

export interface Bag {
  readonly bagId: string;
  readonly number: string;
  readonly shop: string | null;
  readonly state: BagState;
  readonly seal: string | null;
  readonly batchId: string | null;
  readonly openedAt: Date;
  /** How many cards it holds. */
  readonly cards: number;
}

const SELECT = `select b.bag_id as "bagId", b.number, b.shop, b.state, b.seal, b.batch_id as "batchId", b.opened_at as "openedAt",
    (select count(*)::int from returned_card r where r.bag_id = b.bag_id and r.left_as is null) as cards
  from card_bag b`;

export async function insertBag(
  tx: Db,
  bag: { readonly number: string; readonly shop: string | null; readonly now: Date },
): Promise<string> {
  const { rows } = await tx.query<{ bag_id: string }>(
    'insert into card_bag (number, shop, opened_at) values ($1, $2, $3) returning bag_id',
    [bag.number, bag.shop, bag.now],
  );
  return rows[0]!.bag_id;
}

export async function findBag(db: Db, number: string): Promise<Bag | null> {
  const { rows } = await db.query<Bag>(`${SELECT} where b.number = $1`, [number]);
  return rows[0] ?? null;
}

/** Nobody puts a card in or takes one out until the transaction ends; the count is as of then. */
export async function lockBag(tx: Db, number: string): Promise<Bag | null> {
  const { rowCount } = await tx.query('select from card_bag where number = $1 for update', [number]);
  return rowCount === 1 ? findBag(tx, number) : null;
}

/** Nobody closes the bag until the transaction ends; others may put cards in. */
export async function shareBag(tx: Db, number: string): Promise<Bag | null> {
  const { rowCount } = await tx.query('select from card_bag where number = $1 for share', [number]);
  return rowCount === 1 ? findBag(tx, number) : null;
}

export async function moveBagTo(
  tx: Db,
  bagId: string,
  to: { readonly state: BagState; readonly seal: string | null; readonly batchId: string | null },
): Promise<void> {
  await tx.query('update card_bag set state = $2, seal = $3, batch_id = $4 where bag_id = $1', [
    bagId,
    to.state,
    to.seal,
    to.batchId,
  ]);
}

export async function bagsOfBatch(db: Db, batchId: string): Promise<readonly Bag[]> {
  const { rows } = await db.query<Bag>(`${SELECT} where b.batch_id = $1 order by b.bag_id`, [batchId]);
  return rows;
}

/** The newest first. @param asked `after`: the number of the last bag of the page before */
export async function listedBags(
  db: Db,
  asked: { readonly state: BagState | null; readonly after: string | null },
  limit: number,
): Promise<readonly Bag[]> {
  const { rows } = await db.query<Bag>(
    `${SELECT} where ($1::text is null or b.state = $1)
       and ($2::text is null or b.bag_id < (select bag_id from card_bag where number = $2))
     order by b.bag_id desc limit $3`,
    [asked.state, asked.after, limit],
  );
  return rows;
}
