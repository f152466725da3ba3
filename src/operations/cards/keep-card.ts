import type { CardCondition } from '../../domain/certificates/card-words.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Bag, shareBag } from '../../store/cards/bags.ts';
import { insertCustodyMove } from '../../store/cards/custody-moves.ts';
import {
  type CameBy,
  insertCard,
  lockCardHere,
  type NewCard,
  putInBag,
  type ReturnedCard,
  takeInKept,
} from '../../store/cards/returned-cards.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import { orderSupersession } from '../../store/certificates/supersessions.ts';
import type { Db } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { ends } from './case-of-card.ts';
import { givenNumber, signerOf } from './signing.ts';
import { whenToCertify } from './when-to-certify.ts';

export interface CardToKeep {
  readonly actor: Actor;
  readonly iccid: Iccid;
  /** Null for a card that is set aside. */
  readonly found: CaseRecord | null;
  readonly condition: CardCondition;
  readonly cameBy: CameBy | null;
  readonly bag: string | null;
  readonly now: Date;
}

/**
 * Writes down a card, once, however many clerks scan it. One that was missing or set aside is taken in after all; one that
 * lies loose goes into the bag.
 *
 * @throws HandbackError `bag_unknown`, `custody_conflict` for a bag that is not open, `card_taken_in`, `card_case_missing`
 *   where the case was withdrawn meanwhile
 */
export async function keepCard(tx: Db, card: CardToKeep): Promise<void> {
  const { actor, iccid, found, condition, cameBy, now } = card;
  const bag = card.bag === null ? null : await openBagFor(tx, card.bag);
  const certifyInMs = found === null ? null : await certifyIn(tx, found.caseId);
  const { caseId = null, lineId = null } = found ?? {};
  const row: NewCard = { iccid, caseId, lineId, condition, cameBy, bagId: bag?.bagId ?? null, now };
  const here = await lockCardHere(tx, iccid);
  const signedBy = signerOf(actor);
  const audit = { caseId, lineId, actor: auditName(actor) };
  if (here !== null && !comesAfterAll(here, row)) {
    if (bag === null || !liesLoose(here, row))
      throw new HandbackError('card_taken_in', { bag: here.bagNumber });
    await putInBag(tx, here.cardId, bag.bagId);
    await insertCustodyMove(tx, {
      kind: 'put_in_bag',
      cardId: here.cardId,
      bagId: bag.bagId,
      at: now,
      signedBy,
    });
    await insertAudit(tx, [{ ...audit, action: 'card_put_in_bag', facts: { bag: bag.number } }]);
    return;
  }
  if (here !== null) await takeInKept(tx, here.cardId, row);
  const cardId = here?.cardId ?? (await insertCard(tx, row));
  // Another clerk scanned it at the same moment.
  if (cardId === null) throw new HandbackError('card_taken_in', { bag: null });
  await insertCustodyMove(tx, { kind: 'take_in', cardId, at: now, signedBy });
  if (bag !== null)
    await insertCustodyMove(tx, { kind: 'put_in_bag', cardId, bagId: bag.bagId, at: now, signedBy });
  const action =
    condition === 'missing' ? 'card_missing' : caseId === null ? 'card_set_aside' : 'card_taken_in';
  const facts = { condition, cameBy, bag: bag?.number ?? null };
  await insertAudit(tx, [{ ...audit, action, facts }]);
  if (caseId !== null && certifyInMs !== null) await orderSupersession(tx, caseId, certifyInMs);
}

/** A card that was said to be missing is there, or one that was set aside has found its case. */
function comesAfterAll(here: ReturnedCard, { condition, caseId }: NewCard): boolean {
  // Missing in an earlier request, which came to nothing, it may be missing in this one too.
  if (condition === 'missing') return here.condition === 'missing' && here.caseId !== caseId;
  return here.condition === 'missing' || (here.caseId === null && caseId !== null);
}

/** @throws HandbackError `card_case_missing` for a case that was withdrawn meanwhile */
async function certifyIn(tx: Db, caseId: string): Promise<number | null> {
  const { found, inMs } = await whenToCertify(tx, caseId);
  if (found === null || !ends(found)) throw new HandbackError('card_case_missing');
  return inMs;
}

/** It was taken in before, for the same case, and is in no bag yet. */
function liesLoose(here: ReturnedCard, { caseId }: NewCard): boolean {
  return here.condition !== 'missing' && here.bagId === null && here.caseId === caseId && caseId !== null;
}

/** @throws HandbackError `bag_unknown`, `custody_conflict` */
async function openBagFor(tx: Db, number: string): Promise<Bag> {
  const bag = await shareBag(tx, givenNumber(number));
  if (bag === null) throw new HandbackError('bag_unknown');
  if (bag.state !== 'open') throw new HandbackError('custody_conflict', { state: bag.state });
  return bag;
}
