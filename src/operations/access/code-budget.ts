import { HandbackError } from '../../domain/errors.ts';
import { type CodesAsked, mayAskForCode } from '../../domain/people/code-budget.ts';
import { inTransaction } from '../../store/database/database.ts';
import { codesAsked, countCode, uncountCode } from '../../store/people/code-budget.ts';
import type { Operations } from '../context.ts';
import type { Actor } from './actor.ts';

/**
 * Lets a door ask for a code as long as its client, and all clients together, have not asked for too many: text messages
 * cost money and disturb people. A request that sends nothing, for whatever reason but ours, costs nothing.
 *
 * @param client as `clientOf` names it
 * @throws HandbackError `codes_exhausted` with `bound` and `retryAt`, and what the request itself throws
 */
export async function withinCodeBudget<T>(
  op: Operations,
  actor: Actor,
  client: string,
  request: () => Promise<T>,
): Promise<T> {
  const now = op.clock.now();
  const name = op.vault.index('code client', client);
  const admit = (asked: CodesAsked): void => {
    const answer = mayAskForCode(op.codeLimits, asked, actor.kind === 'subscriber');
    if (answer.may) return;
    const { bound, window } = answer;
    throw new HandbackError('codes_exhausted', { bound, retryAt: endOf(window, now).toISOString() });
  };
  // Who hammers at a budget that is spent writes nothing.
  admit(await codesAsked(op.pool, name, now));
  await inTransaction(op.pool, async (tx) => admit(await countCode(tx, name, now)));
  try {
    return await request();
  } catch (error) {
    if (error instanceof HandbackError) await uncountCode(op.pool, name, now);
    throw error;
  }
}

/** The windows are whole minutes and hours of UTC. */
function endOf(window: 'minute' | 'hour', now: Date): Date {
  const ms = window === 'minute' ? 60_000 : 3_600_000;
  return new Date(Math.floor(now.getTime() / ms) * ms + ms);
}
