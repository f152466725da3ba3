import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { CARD_LEFT } from '../../../domain/cards/place.ts';
import { CARD_CONDITIONS, CONDITIONS_HERE } from '../../../domain/certificates/card-words.ts';
import { listLooseCards } from '../../../operations/cards/list-loose-cards.ts';
import { makeMailLabel } from '../../../operations/cards/make-mail-label.ts';
import { removeCard } from '../../../operations/cards/remove-card.ts';
import { sayCardMissing } from '../../../operations/cards/say-card-missing.ts';
import { takeInCard } from '../../../operations/cards/take-in-card.ts';
import { viewCardOfCase } from '../../../operations/cards/view-card-of-case.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { type AskedPage, limitOf, linkNext, PageQuery, pageAtHand, pageOf } from '../../kit/paging.ts';
import { CaseId, Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';
import { CaseById } from '../cases/case-requests.ts';
import { BagNumber, CARDS_TAG, CaseCards, caseCardsView, IccidText } from './card-schemas.ts';

const CardToTakeIn = named(
  'CardToTakeIn',
  Type.Object(
    {
      iccid: IccidText,
      condition: OneOf(CONDITIONS_HERE),
      cameBy: Type.Optional(OneOf(['shop', 'post'])),
      caseId: Type.Optional(CaseId),
      reference: Type.Optional(Type.String({ minLength: 1, maxLength: 64, examples: ['HB-7K3F9QXM'] })),
      label: Type.Optional(Type.String({ minLength: 1, maxLength: 64, examples: ['HBC-7K3F9QXM2F'] })),
      bag: Type.Optional(BagNumber),
      setAside: Type.Optional(
        Type.Boolean({
          description:
            'Of a card that came by post: keeps one apart that is not ours, or whose line nobody ends.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
);
const TakenIn = named(
  'TakenIn',
  Type.Object({
    caseId: Nullable(CaseId),
    reference: Nullable(Type.String()),
    iccid: Type.String(),
    luhn: OneOf(['valid', 'invalid', 'unknown'], { description: 'Whether the check digit fits.' }),
  }),
);
const LooseCard = named(
  'LooseCard',
  Type.Object({
    iccid: Type.String(),
    caseId: Nullable(Type.String({ description: 'Null for a card that is set aside.' })),
    condition: OneOf(CARD_CONDITIONS),
    takenInAt: Instant,
  }),
);
const LooseCardPage = named('LooseCardPage', pageOf('cards', LooseCard));
const Removal = named(
  'CardRemoval',
  Type.Object(
    { as: OneOf(CARD_LEFT), reason: Type.String({ minLength: 1, maxLength: 500 }) },
    { additionalProperties: false },
  ),
);
const MissingCard = named(
  'MissingCard',
  Type.Object(
    { iccidEnd: Type.String({ pattern: '^[0-9A-F]{4}$', examples: ['0014'] }) },
    { additionalProperties: false },
  ),
);
const CardLabel = named('CardLabel', Type.Object({ label: Type.String({ examples: ['HBC-7K3F9QXM2F'] }) }));
const CardByIccid = Type.Object({ iccid: Type.String({ pattern: '^[0-9A-F]{18,20}$' }) });
/** So many at most lie loose: they are to be put in bags. */
const MOST_LOOSE = 1_000;

/** Old cards: taking them in, and where they are. */
export function cardRoutes(app: FastifyInstance, op: Operations): void {
  takeInRoute(app, op);
  looseCardsRoute(app, op);
  removalRoute(app, op);
  cardsOfCaseRoutes(app, op);
}

function takeInRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof CardToTakeIn> }>({
    ...operation('POST', '/returned-cards', {
      id: 'takeInCard',
      asks: ['takeInCard'],
      tag: CARDS_TAG,
      summary: 'Take in an old card, over the counter or by post',
      description:
        'Of the case that is named by `caseId`, `reference` or `label`, or else of the one that its number finds. Sent again with an open bag, a card that lies loose goes into it.',
      body: CardToTakeIn,
      answers: { 201: TakenIn },
      errors: [
        ...(['iccid_invalid', 'field_invalid', 'case_unknown', 'card_label_invalid'] as const),
        ...(['card_label_unknown', 'card_not_ours', 'card_is_esim', 'card_of_other_line'] as const),
        ...(['card_case_missing', 'card_too_early', 'card_needs_desk', 'card_taken_in'] as const),
        ...(['bag_unknown', 'custody_conflict'] as const),
      ],
    }),
    handler: async (request, reply) =>
      reply.code(201).send(await takeInCard(op, request.caller.actor, request.body)),
  });
}

function looseCardsRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: AskedPage }>({
    ...operation('GET', '/returned-cards', {
      id: 'listLooseCards',
      asks: ['listLooseCards'],
      tag: CARDS_TAG,
      summary: 'Cards that are in no bag, the oldest first',
      description: 'Taken in and not bagged yet, or set aside, to be sent on or back.',
      query: PageQuery,
      answers: { 200: LooseCardPage },
      errors: [],
    }),
    handler: async (request, reply) => {
      const cards = await listLooseCards(op, request.caller.actor, { limit: MOST_LOOSE });
      const page = pageAtHand(cards, { ...request.query, limit: limitOf(request.query) }, (c) => c.cardId);
      linkNext(request, reply, page.next);
      const shown = page.items.map(({ iccid, caseId, condition, takenInAt }) => ({
        ...{ iccid, caseId, condition },
        takenInAt: takenInAt.toISOString(),
      }));
      return { cards: shown, next: page.next };
    },
  });
}

function removalRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CardByIccid>; Body: Static<typeof Removal> }>({
    ...operation('POST', '/returned-cards/:iccid/removal', {
      id: 'removeCard',
      asks: ['removeCard'],
      tag: CARDS_TAG,
      summary: 'Take a card out of the books: given back, sent on, or lost',
      description: 'A sealed bag that is opened for it is open again.',
      params: CardByIccid,
      body: Removal,
      answers: { 204: null },
      errors: ['iccid_invalid', 'field_invalid', 'field_missing', 'card_unknown', 'custody_conflict'],
    }),
    handler: async (request, reply) => {
      await removeCard(op, request.caller.actor, { ...request.params, ...request.body });
      return reply.code(204).send();
    },
  });
}

function cardsOfCaseRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof CaseById> }>({
    ...operation('GET', '/terminations/:caseId/cards', {
      id: 'viewCards',
      asks: ['viewCardOfCase'],
      tag: CARDS_TAG,
      summary: 'Where the old cards of a case are',
      description: 'For staff and systems the look is written to the audit log.',
      params: CaseById,
      answers: { 200: CaseCards },
      errors: ['case_unknown'],
    }),
    handler: async (request) => caseCardsView(await viewCardOfCase(op, request.caller.actor, request.params)),
  });
  app.route<{ Params: Static<typeof CaseById>; Body: Static<typeof MissingCard> }>({
    ...operation('POST', '/terminations/:caseId/cards/missing', {
      id: 'sayCardMissing',
      asks: ['sayCardMissing'],
      tag: CARDS_TAG,
      summary: 'The holder does not have a card any more; it refuses nothing',
      params: CaseById,
      body: MissingCard,
      answers: { 204: null },
      errors: ['case_unknown', 'card_unknown', 'card_case_missing', 'card_taken_in'],
    }),
    handler: async (request, reply) => {
      await sayCardMissing(op, request.caller.actor, { ...request.params, ...request.body });
      return reply.code(204).send();
    },
  });
  app.route<{ Params: Static<typeof CaseById> }>({
    ...operation('POST', '/terminations/:caseId/card-label', {
      id: 'makeCardLabel',
      asks: ['makeMailLabel'],
      tag: CARDS_TAG,
      summary: 'A label with which a card that comes by post finds its case',
      description: 'The same however often it is asked for. It says nothing of the person and opens nothing.',
      params: CaseById,
      answers: { 200: CardLabel },
      errors: ['case_unknown', 'card_case_missing', 'card_too_early'],
    }),
    handler: (request) => makeMailLabel(op, request.caller.actor, request.params),
  });
}
