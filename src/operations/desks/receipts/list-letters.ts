import { listedLetters, type WaitingLetter } from '../../../store/desks/letters.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

const MOST = 100;

/** The letters that the post room has to print, and those that it printed in the last week; nothing of what they say. @throws HandbackError `role_needed`, `forbidden` */
export async function listLetters(op: Operations, actor: Actor): Promise<readonly WaitingLetter[]> {
  requireAccess(actor, 'listLetters');
  return listedLetters(op.pool, MOST);
}
