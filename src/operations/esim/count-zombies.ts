import { countZombiesBy, type Zombie, type ZombieGrouping } from '../../store/esim/zombies.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

export { ZOMBIE_GROUPINGS, type ZombieGrouping } from '../../store/esim/zombies.ts';

/** Upper bounds of the ages that the ledger is told by, in days. */
export const AGE_BOUNDS = [7, 30, 90, 365] as const;

export interface ZombieCount {
  readonly group: string;
  readonly counts: Readonly<Record<Zombie['result'], number>>;
}

/**
 * How many profiles of ended lines may still be on a device, by age, maker of the eUICC, or campaign.
 * @throws HandbackError `forbidden`
 */
export async function countZombies(
  op: Operations,
  actor: Actor,
  { by }: { readonly by: ZombieGrouping },
): Promise<readonly ZombieCount[]> {
  requireAccess(actor, 'countZombies');
  const rows = await countZombiesBy(op.pool, by, AGE_BOUNDS);
  const groups = new Map<string, Record<Zombie['result'], number>>();
  // Ages without a profile are shown, too: a missing bar would mislead.
  if (by === 'age') for (let i = 0; i <= AGE_BOUNDS.length; i++) groups.set(String(i), { ...NONE });
  for (const { key, result, n } of rows) {
    const counts = groups.get(key) ?? { ...NONE };
    counts[result] = n;
    groups.set(key, counts);
  }
  return [...groups].map(([key, counts]) => ({ group: by === 'age' ? ageText(Number(key)) : key, counts }));
}

const NONE: Readonly<Record<Zombie['result'], number>> = { unproven: 0, unreachable: 0, not_possible: 0 };

/** E.g. `8-30` or `>365`, in days. */
function ageText(bucket: number): string {
  const from = bucket === 0 ? 0 : AGE_BOUNDS[bucket - 1]! + 1;
  const to = AGE_BOUNDS[bucket];
  return to === undefined ? `>${from - 1}` : `${from}-${to}`;
}
