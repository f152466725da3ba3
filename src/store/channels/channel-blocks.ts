import { texts } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';

/** What the operator blocks. */
export interface ChannelBlock {
  /** `domain:evil.top`, `number:+44…`, `account:telegram/name`, `link:t.cn/abc`, `mail:…`, or `text:` and a keyed hash. */
  readonly key: string;
  /** A campaign's reference, or the name of a list. */
  readonly source: string;
  readonly note: string;
  readonly addedAt: Date;
  readonly addedBy: string;
}

/** Which of these are blocked. */
export async function blockedAmong(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await db.query<{ key: string }>({
    name: 'blocked-among',
    text: 'select key from channel_block where key = any($1::text[])',
    values: [keys],
  });
  return new Set(rows.map(({ key }) => key));
}

/** @returns how many were new */
export async function addBlocks(
  tx: Db,
  blocks: readonly Omit<ChannelBlock, 'addedAt'>[],
  at: Date,
): Promise<number> {
  if (blocks.length === 0) return 0;
  const { rowCount } = await tx.query({
    name: 'add-blocks',
    text: `insert into channel_block (key, source, note, added_at, added_by)
      select key, source, note, $5, by from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as b (key, source, note, by)
      on conflict (key) do nothing`,
    values: [
      texts(blocks, (b) => b.key),
      texts(blocks, (b) => b.source),
      texts(blocks, (b) => b.note),
      texts(blocks, (b) => b.addedBy),
      at,
    ],
  });
  return rowCount ?? 0;
}

/** @param source only where it is from there; null for all */
export async function removeBlocks(
  tx: Db,
  keys: readonly string[],
  source: string | null = null,
): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'remove-blocks',
    text: 'delete from channel_block where key = any($1::text[]) and ($2::text is null or source = $2)',
    values: [keys, source],
  });
  return rowCount ?? 0;
}

/** In the order in which they were added. @param after the last one of the page before; it may be gone since */
export async function listedBlocks(
  db: Db,
  { after, limit }: { readonly after: Pick<ChannelBlock, 'key' | 'addedAt'> | null; readonly limit: number },
): Promise<readonly ChannelBlock[]> {
  const { rows } = await db.query<ChannelBlock>({
    name: 'listed-blocks',
    text: `select key, source, note, added_at as "addedAt", added_by as "addedBy" from channel_block
      where $1::text is null or (added_at, key) > ($2::timestamptz, $1)
      order by added_at, key limit $3`,
    values: [after?.key ?? null, after?.addedAt ?? null, limit],
  });
  return rows;
}
