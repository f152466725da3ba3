import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

export interface StoredPart {
  /** To which whole it belongs. */
  readonly whole: Buffer;
  readonly which: number;
  readonly total: number;
  /** Which part it is of all that ever came. */
  readonly key: Buffer;
  readonly body: string;
}

const BODY = 'text part';

/**
 * Keeps a part. A part that is there already changes nothing. The sender's number of a whole is used again: what came for another
 * text under it, and waits for longer than its parts are waited for, does not count.
 *
 * @returns the parts in their order once all are there; null before, and for a part that came a second time
 */
export async function keepPart(
  tx: Db,
  vault: Vault,
  part: StoredPart,
  withinMinutes: number,
): Promise<readonly string[] | null> {
  const { rowCount } = await tx.query({
    name: 'keep-text-part',
    text: `insert into inbound_text_part (whole_key, which, part_key, body_enc) values ($1, $2, $3, $4)
      on conflict (whole_key, which, part_key) do update set received_at = now(), text_id = null, body_enc = excluded.body_enc
        where inbound_text_part.received_at < now() - $5 * interval '1 minute'`,
    // Halves of a character that two parts share would not survive as UTF-8.
    values: [
      part.whole,
      part.which,
      part.key,
      vault.encrypt(vault.operatorKey, BODY, Buffer.from(part.body, 'utf16le')),
      withinMinutes,
    ],
  });
  if (rowCount !== 1) return null;
  const { rows } = await tx.query<{ which: number; body_enc: Buffer }>({
    name: 'text-parts-of-whole',
    text: `select distinct on (which) which, body_enc from inbound_text_part
      where whole_key = $1 and text_id is null and received_at > now() - $2 * interval '1 minute'
      order by which, received_at desc`,
    values: [part.whole, withinMinutes],
  });
  if (rows.length < part.total) return null;
  return rows.map(({ body_enc }) => vault.decrypt(vault.operatorKey, BODY, body_enc).toString('utf16le'));
}

/** The parts of a whole went to a text. */
export async function noteWhole(tx: Db, whole: Buffer, textId: string): Promise<void> {
  await tx.query({
    name: 'note-whole-text',
    text: 'update inbound_text_part set text_id = $2 where whole_key = $1 and text_id is null',
    values: [whole, textId],
  });
}
