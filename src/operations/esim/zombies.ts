import {
  countZombiesBy,
  type Zombie,
  type ZombieGrouping,
  type ZombieRow,
  zombiesAfter,
} from '../../store/esim/zombies.ts';
import { type Actor, type Operations, requireStaff } from '../context.ts';

export { ZOMBIE_GROUPINGS, type Zombie, type ZombieGrouping } from '../../store/esim/zombies.ts';

/** Upper bounds of the ages that the ledger is told by, in days. */
export const AGE_BOUNDS = [7, 30, 90, 365] as const;

export interface ZombieCount {
  readonly group: string;
  readonly counts: Readonly<Record<Zombie['result'], number>>;
}

/** The ledger, the oldest first, in parts: it can be long. */
export async function* zombies(
  op: Operations,
  actor: Actor,
  chunk = 1_000,
): AsyncGenerator<readonly Zombie[]> {
  requireStaff(actor);
  let after: ZombieRow | null = null;
  for (;;) {
    const rows: readonly ZombieRow[] = await zombiesAfter(op.pool, after, chunk);
    if (rows.length > 0) yield rows;
    if (rows.length < chunk) return;
    after = rows.at(-1)!;
  }
}

/** How many there are, by age, maker of the eUICC, or campaign. */
export async function countZombies(
  op: Operations,
  actor: Actor,
  by: ZombieGrouping,
): Promise<readonly ZombieCount[]> {
  requireStaff(actor);
  const rows = await countZombiesBy(op.pool, by, AGE_BOUNDS);
  const groups = new Map<string, Record<Zombie['result'], number>>();
  // An age that nobody has is shown all the same: a gap in the bars would mislead.
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
