import type { CardStatement, Claims } from '../../domain/certificates/certificate.ts';
import { maskIccid } from './shown-profiles.ts';

/** One old card as people are shown it: masked, and only where the copy discloses it. */
export interface ShownCard {
  readonly card: CardStatement;
  readonly iccid: string | null;
}

/** The old cards that a certificate tells of; none for one that tells of none. */
export function shownCards({ cards = [] }: Claims): readonly ShownCard[] {
  return cards.map((card) => ({ card, iccid: maskIccid(card.iccid) }));
}
