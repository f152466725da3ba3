import { isDeepStrictEqual } from 'node:util';
import type { CardStatement, Opening, Statement } from '../../domain/certificates/certificate.ts';
import { cardsOfCases } from '../../store/cards/returned-cards.ts';
import type { StoredCertificate } from '../../store/certificates/certificates.ts';
import type { Db } from '../../store/database/database.ts';
import { cardStatements } from '../../workflow/stages/card-statement.ts';
import { committing } from '../../workflow/stages/commitments.ts';
import type { Operations } from '../context.ts';
import type { Supersession } from './supersede-certificate.ts';

type Openings = Readonly<Record<string, Opening>>;

/** What became known of a finished case, and makes a new certificate necessary. */
export interface LateChange {
  readonly kind: Supersession['notice'];
  readonly change: Supersession['change'];
}

/** The cards of a case, where they are not as the certificate says. */
export async function lateCards(
  op: Operations,
  tx: Db,
  { caseId, statement }: StoredCertificate,
  kept: Openings,
): Promise<LateChange | null> {
  const returned = (await cardsOfCases(tx, [caseId])).get(caseId) ?? [];
  const { timeZone } = statement;
  // Compared in plain: each commitment has a salt of its own.
  const now = cardStatements(returned, timeZone, (_, iccid) => iccid).cards ?? [];
  const named = namedCards(statement, kept);
  if (isDeepStrictEqual(sorted(named), sorted(now))) return null;
  const destroyed = (cards: readonly CardStatement[]) =>
    cards.filter((card) => card.destroyed !== null).length;
  return {
    kind: destroyed(now) > destroyed(named) ? 'card_destroyed' : 'card_recorded',
    change({ cards: _, ...before }, openings) {
      const opened = without(openings, '/cards/');
      const stated = cardStatements(returned, timeZone, committing(op.vault, opened));
      return { statement: { ...before, ...stated }, openings: opened };
    },
  };
}

/** The openings of everything but what stands below a pointer. */
export function without(openings: Openings, pointer: string): Record<string, Opening> {
  return Object.fromEntries(Object.entries(openings).filter(([name]) => !name.startsWith(pointer)));
}

/** The cards that a certificate names, with their ICCIDs in place of the commitments. */
function namedCards({ cards = [] }: Statement, kept: Openings): readonly CardStatement[] {
  return cards.map((card, i) => ({ ...card, iccid: kept[`/cards/${i}/iccid`]?.value ?? '' }));
}

const sorted = (cards: readonly CardStatement[]) => cards.toSorted((a, b) => (a.iccid < b.iccid ? -1 : 1));
