import { type Zombie, type ZombieRow, zombiesAfter } from '../../store/esim/zombies.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

export type { Zombie } from '../../store/esim/zombies.ts';

/**
 * The ledger of profiles of ended lines that may still be on a device, the oldest first, in parts: it can be long.
 * @throws HandbackError `forbidden`
 */
export function zombies(
  op: Operations,
  actor: Actor,
  { atOnce = 1_000 }: { readonly atOnce?: number } = {},
): AsyncGenerator<readonly Zombie[]> {
  // A generator begins with its first value. Access is asked before that, so that a refusal is the whole answer.
  requireAccess(actor, 'zombies');
  return ledger(op, atOnce);
}

async function* ledger(op: Operations, atOnce: number): AsyncGenerator<readonly Zombie[]> {
  let after: ZombieRow | null = null;
  for (;;) {
    const rows: readonly ZombieRow[] = await zombiesAfter(op.pool, after, atOnce);
    if (rows.length > 0) yield rows;
    if (rows.length < atOnce) return;
    after = rows.at(-1)!;
  }
}
