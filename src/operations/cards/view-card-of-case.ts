import type { CustodyKind } from '../../domain/cards/custody.ts';
import type { MailLabel } from '../../domain/cards/mail-label.ts';
import { type CardPlace, placeOf } from '../../domain/cards/place.ts';
import type { CardCondition, DestructionMethod } from '../../domain/certificates/card-words.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { custodyOfCard } from '../../store/cards/custody-moves.ts';
import { cardsOfLine } from '../../store/cards/expected-cards.ts';
import { labelOfCase } from '../../store/cards/mail-labels.ts';
import { cardsOfCases, type ReturnedCard } from '../../store/cards/returned-cards.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor, type WhichCase } from '../cases/case-for.ts';
import type { Operations } from '../context.ts';
import { ends } from './case-of-card.ts';

/** An old card of a case, as its holder follows it. */
export interface CaseCard {
  /** The last four digits. */
  readonly iccidEnd: string;
  readonly place: CardPlace;
  /** Null while it is with its holder. */
  readonly condition: CardCondition | null;
  readonly takenInAt: Date | null;
  readonly destroyed: {
    readonly on: LocalDate;
    readonly method: DestructionMethod;
    readonly particleClass: string | null;
  } | null;
  /** The chain of custody; `signedBy` is for the operator's own people, and null for everybody else. */
  readonly chain: readonly {
    readonly kind: CustodyKind;
    readonly at: Date;
    readonly signedBy: string | null;
  }[];
}

export interface CardsOfCase {
  readonly caseId: string;
  /** Empty for a line that has no card to hand in: one with eSIMs only. */
  readonly cards: readonly CaseCard[];
  /** How many eSIMs the line has: there is nothing to hand in of them. */
  readonly esims: number;
  /** Whether a card can be handed in now: the request is confirmed, and the line ends or has ended. */
  readonly takesCards: boolean;
  /** For the envelope; null where nobody asked for one. */
  readonly label: MailLabel | null;
}

/**
 * Where the old cards of a case are, and how each came there.
 * @throws HandbackError `forbidden`, `case_unknown`
 */
export async function viewCardOfCase(op: Operations, actor: Actor, request: WhichCase): Promise<CardsOfCase> {
  requireAccess(actor, 'viewCardOfCase');
  const found = await caseFor(op.pool, actor, request);
  const { caseId, lineId } = found;
  const own = actor.kind === 'staff' || actor.kind === 'system';
  const [inventory, returned, label] = await Promise.all([
    cardsOfLine(op.pool, found),
    cardsOfCases(op.pool, [caseId]),
    labelOfCase(op.pool, caseId),
  ]);
  const here = returned.get(caseId) ?? [];
  const outstanding = inventory.filter(
    ({ iccid, esim }) => !esim && !here.some((card) => card.iccid === iccid),
  );
  if (own) await insertAudit(op.pool, [{ caseId, lineId, actor: auditName(actor), action: 'card_viewed' }]);
  const shown = here.map((card) => shownCard(op, card, own));
  return {
    caseId,
    cards: [...(await Promise.all(shown)), ...outstanding.map(({ iccid }) => withHolder(iccid))],
    esims: inventory.filter(({ esim }) => esim).length,
    takesCards: takesCards(found),
    label,
  };
}

const takesCards = (found: CaseRecord): boolean => found.confirmedAt !== null && ends(found);

function withHolder(iccid: string): CaseCard {
  return {
    iccidEnd: iccid.slice(-4),
    place: 'with_holder',
    condition: null,
    takenInAt: null,
    destroyed: null,
    chain: [],
  };
}

async function shownCard(op: Operations, card: ReturnedCard, own: boolean): Promise<CaseCard> {
  const { iccid, condition, leftAs, takenInAt, bagState, batchState, destroyedOn, method, particleClass } =
    card;
  const chain = await custodyOfCard(op.pool, card);
  return {
    iccidEnd: iccid.slice(-4),
    place: placeOf({ condition, leftAs, bag: bagState, batch: batchState }),
    condition,
    takenInAt,
    destroyed: destroyedOn === null ? null : { on: destroyedOn, method: method!, particleClass },
    chain: chain.map(({ kind, at, signedBy }) => ({ kind, at, signedBy: own ? signedBy : null })),
  };
}
