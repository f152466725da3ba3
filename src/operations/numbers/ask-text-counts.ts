import { addDays, localDateAt } from '../../domain/values/local-date.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { keepTextCounts, restingPage } from '../../store/numbers/resting.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { homeTimeZone } from '../home-time-zone.ts';

const PAGE = 1_000;

/**
 * Asks the message centre how many texts came yesterday for the numbers that rest. Where none is connected nothing is asked: counts can be
 * handed in as well (`countTexts`).
 *
 * @returns for how many numbers any came
 * @throws ConnectorError where it does not answer: the job asks again
 */
export async function askTextCounts(op: Operations, actor: Actor): Promise<number> {
  requireAccess(actor, 'countTexts');
  if (op.textCounts === null) return 0;
  const on = addDays(localDateAt(op.clock.now(), homeTimeZone(op)), -1);
  let kept = 0;
  let after: Msisdn | null = null;
  for (;;) {
    const numbers: readonly Msisdn[] = await restingPage(op.pool, { after, limit: PAGE });
    if (numbers.length === 0) return kept;
    after = numbers.at(-1)!;
    const counts = await op.textCounts.countsOf(numbers, on);
    if (counts.length > 0)
      kept += await keepTextCounts(
        op.pool,
        counts.map(({ number, texts }) => ({ msisdn: number, on, texts })),
      );
  }
}
