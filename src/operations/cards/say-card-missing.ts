import { HandbackError } from '../../domain/errors.ts';
import { parseIccid } from '../../domain/values/iccid.ts';
import { cardsOfLine } from '../../store/cards/expected-cards.ts';
import { cardsOfCases } from '../../store/cards/returned-cards.ts';
import { inTransaction } from '../../store/database/database.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor } from '../cases/case-for.ts';
import type { Operations } from '../context.ts';
import { ends } from './case-of-card.ts';
import { keepCard } from './keep-card.ts';

/**
 * "I do not have the card any more": of a card of the case that did not come back. It is recorded, and refuses nothing. If
 * the card turns up, it is taken in like any other.
 *
 * @param request `iccidEnd`: the last four digits, as `viewCardOfCase` shows them
 * @throws HandbackError `forbidden`, `case_unknown`, `card_unknown` where the line has no such card outstanding,
 *   `card_case_missing` for a line that goes on, `card_too_early` before it is confirmed, `card_taken_in`
 */
export async function sayCardMissing(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string; readonly iccidEnd: string },
): Promise<void> {
  requireAccess(actor, 'sayCardMissing');
  const found = await caseFor(op.pool, actor, { caseId: request.caseId });
  if (!ends(found)) throw new HandbackError('card_case_missing');
  if (found.confirmedAt === null) throw new HandbackError('card_too_early');
  const [cards, returned] = await Promise.all([
    cardsOfLine(op.pool, found),
    cardsOfCases(op.pool, [found.caseId]),
  ]);
  const here = returned.get(found.caseId) ?? [];
  const card = cards.find(
    ({ iccid, esim }) =>
      !esim &&
      iccid.slice(-4) === request.iccidEnd &&
      !here.some((one) => one.iccid === iccid && one.leftAs === null),
  );
  if (card === undefined) throw new HandbackError('card_unknown');
  const iccid = parseIccid(card.iccid);
  const now = op.clock.now();
  await inTransaction(op.pool, (tx) =>
    keepCard(tx, { actor, iccid, found, condition: 'missing', cameBy: null, bag: null, now }),
  );
}
