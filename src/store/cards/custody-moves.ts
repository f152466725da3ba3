import type { CustodyKind } from '../../domain/cards/custody.ts';
import type { Db } from '../database/database.ts';

export interface NewCustodyMove {
  readonly kind: CustodyKind;
  readonly cardId?: string;
  readonly bagId?: string;
  readonly batchId?: string;
  readonly at: Date;
  readonly signedBy: string;
  readonly counted?: number;
  readonly seal?: string;
}

export interface CustodyMove {
  readonly kind: CustodyKind;
  readonly at: Date;
  readonly signedBy: string;
  /** As colleagues know them; else the same. */
  readonly signerName: string;
  readonly counted: number | null;
  readonly seal: string | null;
}

const SELECT = `select m.kind, m.at, m.signed_by as "signedBy", coalesce(s.name, m.signed_by) as "signerName", m.counted, m.seal
  from custody_move m left join staff_member s on s.subject = m.signed_by`;

export async function insertCustodyMove(tx: Db, move: NewCustodyMove): Promise<void> {
  await tx.query(
    `insert into custody_move (kind, card_id, bag_id, batch_id, at, signed_by, counted, seal)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      move.kind,
      move.cardId ?? null,
      move.bagId ?? null,
      move.batchId ?? null,
      move.at,
      move.signedBy,
      move.counted ?? null,
      move.seal ?? null,
    ],
  );
}

/** What happened to a bag or a batch, in order; without the cards that were put in. */
export async function custodyOf(
  db: Db,
  of: { readonly bagId: string } | { readonly batchId: string },
): Promise<readonly CustodyMove[]> {
  const [column, value] = 'bagId' in of ? ['bag_id', of.bagId] : ['batch_id', of.batchId];
  const { rows } = await db.query<CustodyMove>(
    `${SELECT} where m.${column} = $1 and m.card_id is null order by m.move_id`,
    [value],
  );
  return rows;
}

/** Who signed for a move of a bag or a batch, the last time; null where nobody did. */
export async function lastSigner(
  db: Db,
  of: { readonly bagId: string } | { readonly batchId: string },
  kind: CustodyKind,
): Promise<string | null> {
  const moves = await custodyOf(db, of);
  return moves.findLast((move) => move.kind === kind)?.signedBy ?? null;
}

/** Everything through which a card went, by itself, in its bag and in its batch, in order. */
export async function custodyOfCard(
  db: Db,
  card: { readonly cardId: string; readonly bagId: string | null; readonly batchId: string | null },
): Promise<readonly CustodyMove[]> {
  const { rows } = await db.query<CustodyMove>({
    name: 'custody-of-card',
    text: `${SELECT} where m.card_id = $1 or (m.card_id is null and m.kind not in ('open_bag', 'open_batch')
        and (m.bag_id = $2 or (m.bag_id is null and m.batch_id = $3))) order by m.move_id`,
    values: [card.cardId, card.bagId, card.batchId],
  });
  return rows;
}
