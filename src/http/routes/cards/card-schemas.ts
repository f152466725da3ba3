import { Type } from 'typebox';
import { CARD_PLACES } from '../../../domain/cards/place.ts';
import { CARD_CONDITIONS, DESTRUCTION_METHODS } from '../../../domain/certificates/card-words.ts';
import type { CardsOfCase } from '../../../operations/cards/view-card-of-case.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Instant, LocalDateText, Nullable, OneOf } from '../../kit/schema.ts';

export const CARDS_TAG = 'Cards';
/** As it is scanned or typed: what is none is refused with a code of its own. */
export const IccidText = Type.String({ minLength: 1, maxLength: 64, examples: ['89860900000000000014'] });
export const BagNumber = Type.String({ minLength: 1, maxLength: 100, examples: ['BG-7K3F9QXM'] });
export const BatchNumber = Type.String({ minLength: 1, maxLength: 100, examples: ['BT-4M8D2HT5'] });
export const SealNumber = Type.String({ minLength: 1, maxLength: 100, examples: ['S-004711'] });
export const Counted = Type.Integer({
  minimum: 0,
  maximum: 1_000_000,
  description: 'How many cards whoever signs has counted.',
});

const CustodyStep = named(
  'CustodyStep',
  Type.Object({
    kind: Type.String({ examples: ['take_in'] }),
    at: Instant,
    signedBy: Nullable(
      Type.String({ examples: ['staff:lin'], description: 'Null for everybody but staff and systems.' }),
    ),
  }),
);

const CaseCard = named(
  'CaseCard',
  Type.Object({
    iccidEnd: Type.String({ examples: ['0014'], description: 'The last four digits.' }),
    place: OneOf(CARD_PLACES),
    condition: Nullable(OneOf(CARD_CONDITIONS)),
    takenInAt: Nullable(Instant),
    destroyed: Nullable(
      Type.Object({
        on: LocalDateText,
        method: OneOf(DESTRUCTION_METHODS),
        particleClass: Nullable(Type.String({ examples: ['E-4'] })),
      }),
    ),
    chain: Type.Array(CustodyStep),
  }),
);

export const CaseCards = named(
  'CaseCards',
  Type.Object({
    caseId: CaseId,
    cards: Type.Array(CaseCard),
    esims: Type.Integer({ description: 'How many eSIMs the line has: there is nothing to hand in of them.' }),
    takesCards: Type.Boolean({ description: 'Whether a card can be handed in now.' }),
    label: Nullable(Type.String({ examples: ['HBC-7K3F9QXM2F'] })),
  }),
);

export function caseCardsView({ cards, ...rest }: CardsOfCase) {
  return {
    ...rest,
    cards: cards.map(({ chain, takenInAt, ...card }) => ({
      ...card,
      takenInAt: takenInAt?.toISOString() ?? null,
      chain: chain.map((step) => ({ ...step, at: step.at.toISOString() })),
    })),
  };
}

/** What whoever signs for a bag or a batch says of it. */
export const Signed = named(
  'SignedCount',
  Type.Object({ counted: Counted, seal: SealNumber }, { additionalProperties: false }),
);

/** A move of a bag or a batch. */
export const SignedMove = named(
  'SignedMove',
  Type.Object({
    kind: Type.String({ examples: ['hand_over_bag'] }),
    at: Instant,
    signedBy: Type.String({ examples: ['staff:lin'] }),
    signerName: Type.String({ examples: ['Lin'], description: 'As colleagues know them.' }),
    counted: Nullable(Type.Integer()),
    seal: Nullable(Type.String({ examples: ['S-004711'] })),
  }),
);

export const signedMoves = (
  chain: readonly { readonly kind: string; readonly at: Date; readonly signedBy: string }[],
) => chain.map((move) => ({ ...move, at: move.at.toISOString() }));
