import { HandbackError } from '../../domain/errors.ts';
import { publishedCheckpoint } from '../../store/log/log-heads.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/**
 * The newest checkpoint of the public log, a signed note.
 * @throws HandbackError `not_found` before the first
 */
export async function logCheckpoint(op: Operations, actor: Actor): Promise<string> {
  requireAccess(actor, 'logCheckpoint');
  const published = await publishedCheckpoint(op.pool);
  if (published === null) throw new HandbackError('not_found');
  return published.note;
}
