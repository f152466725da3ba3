import { CONDITIONS_HERE, type ConditionHere } from '../../domain/certificates/card-words.ts';
import { HandbackError } from '../../domain/errors.ts';
import { checkIccid, type Iccid, type LuhnVerdict, parseIccid } from '../../domain/values/iccid.ts';
import { inventoryCard } from '../../store/cards/expected-cards.ts';
import type { CameBy } from '../../store/cards/returned-cards.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import { inTransaction } from '../../store/database/database.ts';
import type { Actor, Staff, Subscriber } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { caseOfLine, ends, type SaidCase, saidCase } from './case-of-card.ts';
import { keepCard } from './keep-card.ts';

export interface CardToTakeIn extends SaidCase {
  /** As scanned or typed. */
  readonly iccid: string;
  /** Of a card that is there: one that is missing is said by `sayCardMissing`. */
  readonly condition: ConditionHere;
  /** Absent: over the counter. */
  readonly cameBy?: CameBy | undefined;
  /** The number of an open bag into which it goes at once; absent where it lies loose for now. */
  readonly bag?: string | undefined;
  /**
   * Of a card that came by post and cannot be given back over the counter: one of another operator, or of a line that nobody
   * asked to end, is kept apart, to be sent on or back. It never goes into a bag.
   */
  readonly setAside?: boolean | undefined;
}

export interface TakenIn {
  /** Null where it is set aside. */
  readonly caseId: string | null;
  readonly reference: string | null;
  readonly iccid: Iccid;
  /** Whether the check digit fits: a number that was typed may be wrong although we have such a card. */
  readonly luhn: LuhnVerdict;
}

/**
 * Takes in an old card, over the counter or by post, before or after the end of its line. Scanned again into an open bag, a
 * card that lies loose goes into that bag. How it looks is written down and refuses nothing.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `card_needs_desk` for a subscriber to whom nobody attends,
 *   `iccid_invalid`, `field_invalid`, `case_unknown`, `card_label_invalid`, `card_label_unknown`, `card_not_ours` (with
 *   `luhn`), `card_is_esim`, `card_of_other_line`, `card_case_missing`, `card_too_early` before the confirmation,
 *   `bag_unknown`, `custody_conflict`, `card_taken_in` (with the bag)
 */
export async function takeInCard(op: Operations, actor: Actor, request: CardToTakeIn): Promise<TakenIn> {
  requireAccess(actor, 'takeInCard');
  const { condition, cameBy = 'shop', bag = null, setAside = false } = request;
  if (!CONDITIONS_HERE.includes(condition)) throw new HandbackError('field_invalid', { field: 'condition' });
  const iccid = parseIccid(request.iccid);
  const { luhn } = checkIccid(iccid);
  const aside = setAside && cameBy === 'post' && bag === null;
  const found = await caseOfCard(op, actor, request, iccid, aside);
  const now = op.clock.now();
  await inTransaction(op.pool, (tx) => keepCard(tx, { actor, iccid, found, condition, cameBy, bag, now }));
  return { caseId: found?.caseId ?? null, reference: found?.reference ?? null, iccid, luhn };
}

/** The case to which the card belongs; null for one that is set aside. */
async function caseOfCard(
  op: Operations,
  actor: Subscriber | Staff,
  request: CardToTakeIn,
  iccid: Iccid,
  aside: boolean,
): Promise<CaseRecord | null> {
  const said = await saidCase(op, actor, request);
  if (actor.kind === 'subscriber' && actor.attended === undefined) throw new HandbackError('card_needs_desk');
  // A customer at a desk hands in the card of their own case, and of no other.
  if (said === null && actor.kind === 'subscriber') throw new HandbackError('case_unknown');
  const card = await inventoryCard(op.pool, iccid, said?.lineId ?? null);
  if (card === null) {
    if (aside) return null;
    throw new HandbackError('card_not_ours', { luhn: checkIccid(iccid).luhn });
  }
  if (card.esim) throw new HandbackError('card_is_esim');
  if (said !== null && said.lineId !== card.lineId) throw new HandbackError('card_of_other_line');
  const found = said ?? (await caseOfLine(op, actor, card.lineId));
  if (found === null || !ends(found)) {
    if (aside) return null;
    throw new HandbackError('card_case_missing');
  }
  if (found.confirmedAt === null) throw new HandbackError('card_too_early');
  return found;
}
