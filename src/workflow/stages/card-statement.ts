import type { Hide } from '../../certificate/credential/disclosure.ts';
import type { CardStatement } from '../../domain/certificates/certificate.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import type { ReturnedCard } from '../../store/cards/returned-cards.ts';

/**
 * What a certificate says of the cards of a case, as the member that it adds; nothing where none came back. A card that was
 * given back to its holder is not told of; one that was lost while it was with us stays undestroyed.
 */
export function cardStatements(
  cards: readonly ReturnedCard[],
  timeZone: string,
  hide: Hide,
): { readonly cards?: readonly CardStatement[] } {
  const told = cards.filter(({ leftAs }) => leftAs === null || leftAs === 'lost');
  if (told.length === 0) return {};
  return {
    cards: told.map(({ iccid, condition, takenInAt, destroyedOn, method, particleClass }) =>
      hide(
        {
          condition,
          takenInOn: localDateAt(takenInAt, timeZone),
          destroyed: destroyedOn === null ? null : { on: destroyedOn, method: method!, particleClass },
        },
        { iccid },
      ),
    ),
  };
}
