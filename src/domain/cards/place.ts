import type { CardCondition } from '../certificates/card-words.ts';
import type { BagState, BatchState } from './custody.ts';

/** How a card left us other than by being destroyed. */
export const CARD_LEFT = ['given_back', 'sent_on', 'lost'] as const;
export type CardLeft = (typeof CARD_LEFT)[number];

/** Where a card of an ending line is, as its holder is told. */
export const CARD_PLACES = [
  'with_holder',
  'missing',
  'taken_in',
  'in_bag',
  'on_the_way',
  'at_depot',
  'at_destroyer',
  'destroyed',
  ...CARD_LEFT,
] as const;
export type CardPlace = (typeof CARD_PLACES)[number];

/** What the books say of a card, its bag and its batch. */
export interface Whereabouts {
  readonly condition: CardCondition;
  readonly leftAs: CardLeft | null;
  readonly bag: BagState | null;
  readonly batch: BatchState | null;
}

const IN_BAG: Readonly<Record<BagState, CardPlace>> = {
  open: 'in_bag',
  sealed: 'in_bag',
  handed_over: 'on_the_way',
  received: 'at_depot',
  in_batch: 'at_depot',
};

export function placeOf({ condition, leftAs, bag, batch }: Whereabouts): CardPlace {
  if (leftAs !== null) return leftAs;
  if (condition === 'missing') return 'missing';
  if (batch === 'destroyed') return 'destroyed';
  if (batch === 'handed_over' || batch === 'closed') return 'at_destroyer';
  return bag === null ? 'taken_in' : IN_BAG[bag];
}
