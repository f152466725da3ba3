import { isDeepStrictEqual } from 'node:util';
import { copyOf } from '../../certificate/credential/choice.ts';
import type { Hide } from '../../certificate/credential/disclosure.ts';
import type { CardStatement } from '../../domain/certificates/certificate.ts';
import { nodeVerifyCrypto } from '../../ports/node-verify-crypto.ts';
import { cardsOfCases } from '../../store/cards/returned-cards.ts';
import type { StoredCertificate } from '../../store/certificates/certificates.ts';
import type { Db } from '../../store/database/database.ts';
import type { Party } from '../../store/people/parties.ts';
import { cardStatements } from '../../workflow/stages/card-statement.ts';
import type { Operations } from '../context.ts';
import { identifierDisclosures } from './kept-disclosures.ts';
import type { Supersession } from './supersede-certificate.ts';

/** What became known of a finished case, and makes a new certificate necessary. */
export interface LateChange {
  readonly kind: Supersession['notice'];
  readonly change: Supersession['change'];
}

/** The cards of a case, where they are not as the certificate says. */
export async function lateCards(
  op: Operations,
  tx: Db,
  stored: StoredCertificate,
  party: Party,
): Promise<LateChange | null> {
  const { caseId, jwt } = stored;
  const returned = (await cardsOfCases(tx, [caseId])).get(caseId) ?? [];
  const { claims } = await copyOf(jwt, identifierDisclosures(op, stored, party), null, nodeVerifyCrypto);
  const { timeZone } = claims;
  const now = cardStatements(returned, timeZone, inTheClear).cards ?? [];
  const named = claims.cards ?? [];
  if (isDeepStrictEqual(comparable(named), comparable(now))) return null;
  const destroyed = (cards: readonly CardStatement[]) =>
    cards.filter((card) => card.destroyed !== null).length;
  return {
    kind: destroyed(now) > destroyed(named) ? 'card_destroyed' : 'card_recorded',
    change: ({ cards: _, ...before }, hide) => ({ ...before, ...cardStatements(returned, timeZone, hide) }),
  };
}

/** For comparing: each digest has a salt of its own, and equals no other. */
const inTheClear: Hide = (plain, hidden) => ({ ...plain, ...hidden, _sd: [] });

/** As plain objects in one order. */
const comparable = (cards: readonly CardStatement[]) =>
  cards
    .map(({ iccid = '', condition, takenInOn, destroyed }) => ({
      ...{ iccid, condition, takenInOn },
      destroyed: destroyed === null ? null : { ...destroyed },
    }))
    .toSorted((a, b) => (a.iccid < b.iccid ? -1 : 1));
