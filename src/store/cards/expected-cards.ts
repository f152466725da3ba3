import type { Iccid } from '../../domain/values/iccid.ts';
import type { Db } from '../database/database.ts';

/** A card as the inventory knows it. */
export interface InventoryCard {
  readonly iccid: string;
  readonly lineId: string;
  readonly kind: 'sim' | 'esim' | 'companion';
  /** On a chip that stays in its device: there is nothing to hand in. */
  readonly esim: boolean;
}

const SELECT = `select a.iccid, a.line_id as "lineId", a.kind,
    (a.kind = 'esim' or a.eid is not null or exists (select from esim_profile p where p.iccid = a.iccid)) as esim
  from access a`;

/**
 * The line that has, or last had, the card; null for a card that is not ours.
 * @param lineId where several lines had it one after the other, this one is meant
 */
export async function inventoryCard(
  db: Db,
  iccid: Iccid,
  lineId: string | null,
): Promise<InventoryCard | null> {
  const { rows } = await db.query<InventoryCard>({
    name: 'inventory-card',
    text: `${SELECT} where a.iccid = $1
      order by a.line_id is distinct from $2, a.to_at is not null, a.from_at desc limit 1`,
    values: [iccid, lineId],
  });
  if (rows[0] !== undefined) return rows[0];
  // A profile that was ordered and never downloaded has no access.
  const { rows: profiles } = await db.query<{ line_id: string }>(
    'select line_id from esim_profile where iccid = $1',
    [iccid],
  );
  const holding = profiles[0]?.line_id;
  return holding === undefined ? null : { iccid, lineId: holding, kind: 'esim', esim: true };
}

/** The cards with which a line came into its case. */
export async function cardsOfLine(
  db: Db,
  line: { readonly lineId: string; readonly declaredAt: Date },
): Promise<readonly InventoryCard[]> {
  const { rows } = await db.query<InventoryCard>({
    name: 'cards-of-line',
    text: `${SELECT} where a.line_id = $1 and (a.to_at is null or a.to_at >= $2) order by a.access_id`,
    values: [line.lineId, line.declaredAt],
  });
  return rows;
}

/** Which of these ICCIDs are ours, and in the bag of which number they are; others are left out. */
export async function knownCards(
  db: Db,
  iccids: readonly string[],
): Promise<ReadonlyMap<string, { readonly bag: string | null }>> {
  const { rows } = await db.query<{ iccid: string; bag: string | null }>(
    `select o.iccid, b.number as bag from unnest($1::text[]) as o(iccid)
     left join returned_card r on r.iccid = o.iccid and r.left_as is null left join card_bag b using (bag_id)
     where r.case_id is not null or exists (select from access a where a.iccid = o.iccid)
       or exists (select from esim_profile p where p.iccid = o.iccid)`,
    [iccids],
  );
  return new Map(rows.map(({ iccid, bag }) => [iccid, { bag }]));
}
