import type { OwnedChannel } from '../../domain/channels/registry.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { bookOf } from './book-of.ts';

/** The official channels that are in force today, with whose each is. */
export function listChannels(op: Operations, actor: Actor): readonly OwnedChannel[] {
  requireAccess(actor, 'listChannels');
  return bookOf(op).index.all;
}
