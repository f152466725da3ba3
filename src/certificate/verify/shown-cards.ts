import type { CardStatement, CertificateFile } from '../../domain/certificates/certificate.ts';
import { maskIccid } from './shown-profiles.ts';

/** One old card as people are shown it: masked, and only where the copy opens it. */
export interface ShownCard {
  readonly card: CardStatement;
  readonly iccid: string | null;
}

/** The old cards that a certificate tells of; none for one that tells of none. */
export function shownCards({ statement: { cards = [] }, openings }: CertificateFile): readonly ShownCard[] {
  return cards.map((card, i) => ({ card, iccid: maskIccid(openings[`/cards/${i}/iccid`]?.value) }));
}
