import { HandbackError } from '../../domain/errors.ts';
import { entriesFrom } from '../../store/log/log-entries.ts';
import { publishedCheckpoint } from '../../store/log/log-heads.ts';
import { readTileBeginning } from '../../store/log/log-tiles.ts';
import { utf8 } from '../../tlog/bytes.ts';
import { HASH_BYTES } from '../../tlog/checkpoint.ts';
import { entryBundle, parseTilePath, TILE_WIDTH, tileWidth } from '../../tlog/tiles.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/**
 * A tile of the public log: hashes, or entries, that never change once they are answered.
 *
 * @param request what follows `tile/` in the address, e.g. `0/x001/x234/067.p/12` or `entries/000`
 * @throws HandbackError `not_found` where the checkpoint that everybody sees has no such tile
 */
export async function logTile(
  op: Operations,
  actor: Actor,
  request: { readonly path: string },
): Promise<Uint8Array> {
  requireAccess(actor, 'logTile');
  const asked = parseTilePath(request.path);
  const published = asked === null ? null : await publishedCheckpoint(op.pool);
  if (asked === null || published === null) throw new HandbackError('not_found');
  const { index, width } = asked;
  const level = asked.level === 'entries' ? 0 : asked.level;
  if (width > tileWidth({ level, index }, published.size)) throw new HandbackError('not_found');
  if (asked.level === 'entries') {
    const entries = await entriesFrom(op.pool, index * TILE_WIDTH, width);
    // What is answered is kept for good: a database with a gap must not answer a part.
    if (entries.length < width) throw new HandbackError('not_found');
    return entryBundle(entries.map(utf8));
  }
  const hashes = await readTileBeginning(op.pool, { level, index }, width * HASH_BYTES);
  if (hashes === null) throw new HandbackError('not_found');
  return hashes;
}
