import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { BAG_STATES } from '../../../domain/cards/custody.ts';
import { CARD_CONDITIONS } from '../../../domain/certificates/card-words.ts';
import type { Actor } from '../../../operations/access/actor.ts';
import { handOverBag } from '../../../operations/cards/bags/hand-over-bag.ts';
import { type BagPage, listBags } from '../../../operations/cards/bags/list-bags.ts';
import type { SignedBag } from '../../../operations/cards/bags/move-bag.ts';
import { openBag } from '../../../operations/cards/bags/open-bag.ts';
import { sealBag } from '../../../operations/cards/bags/seal-bag.ts';
import { takeOverBag } from '../../../operations/cards/bags/take-over-bag.ts';
import { viewBag } from '../../../operations/cards/bags/view-bag.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { limitOf, linkNext, PAGE, pageOf } from '../../kit/paging.ts';
import { Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';
import { BagNumber, CARDS_TAG, Signed, SignedMove, signedMoves } from './card-schemas.ts';

export const BagSchema = named(
  'CardBag',
  Type.Object({
    bag: Type.String({ examples: ['BG-7K3F9QXM'] }),
    shop: Nullable(Type.String({ examples: ['Lakeside West'] })),
    state: OneOf(BAG_STATES),
    seal: Nullable(Type.String({ examples: ['S-004711'] })),
    cards: Type.Integer({ description: 'How many it holds.' }),
    openedAt: Instant,
  }),
);
const BagWithCards = named(
  'CardBagWithCards',
  Type.Object({
    summary: BagSchema,
    cards: Type.Array(
      Type.Object({ iccid: Type.String(), condition: OneOf(CARD_CONDITIONS), takenInAt: Instant }),
    ),
    chain: Type.Array(SignedMove),
  }),
);
const BagPageSchema = named('CardBagPage', pageOf('bags', BagSchema));
const NewBag = named('NewCardBag', Type.Object({ bag: Type.String({ examples: ['BG-7K3F9QXM'] }) }));
const BagByNumber = Type.Object({ bag: BagNumber });
const Asked = Type.Object({ state: Type.Optional(OneOf(BAG_STATES)), ...PAGE });

/** Bags of old cards. */
export function bagRoutes(app: FastifyInstance, op: Operations): void {
  listRoutes(app, op);
  openRoute(app, op);
  moveRoutes(app, op);
}

export function bagSummary({ number, shop, state, seal, cards, openedAt }: BagPage['bags'][number]) {
  return { bag: number, shop, state, seal, cards, openedAt: openedAt.toISOString() };
}

function listRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/card-bags', {
      id: 'listCardBags',
      asks: ['listBags'],
      tag: CARDS_TAG,
      summary: 'Bags of old cards, the newest first',
      query: Asked,
      answers: { 200: BagPageSchema },
      errors: ['bag_unknown'],
    }),
    handler: async (request, reply) => {
      const { state = null, after = null } = request.query;
      const { bags, next } = await listBags(op, request.caller.actor, {
        state,
        after,
        limit: limitOf(request.query),
      });
      linkNext(request, reply, next);
      return { bags: bags.map(bagSummary), next };
    },
  });
  app.route<{ Params: Static<typeof BagByNumber> }>({
    ...operation('GET', '/card-bags/:bag', {
      id: 'viewCardBag',
      asks: ['viewBag'],
      tag: CARDS_TAG,
      summary: 'A bag, its cards, and through whose hands it went',
      params: BagByNumber,
      answers: { 200: BagWithCards },
      errors: ['bag_unknown'],
    }),
    handler: async (request) => {
      const { bag, cards, chain } = await viewBag(op, request.caller.actor, request.params);
      return {
        summary: bagSummary(bag),
        cards: cards.map(({ iccid, condition, takenInAt }) => ({
          ...{ iccid, condition },
          takenInAt: takenInAt.toISOString(),
        })),
        chain: signedMoves(chain),
      };
    },
  });
}

function openRoute(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('POST', '/card-bags', {
      id: 'openCardBag',
      asks: ['openBag'],
      tag: CARDS_TAG,
      summary: 'Open a bag for old cards',
      answers: { 201: NewBag },
      errors: [],
    }),
    handler: async (request, reply) => {
      const { number } = await openBag(op, request.caller.actor);
      return reply.code(201).send({ bag: number });
    },
  });
}

function moveRoutes(app: FastifyInstance, op: Operations): void {
  const move = (
    path: string,
    spec: {
      readonly id: string;
      readonly asks: readonly ['sealBag' | 'handOverBag' | 'takeOverBag'];
      readonly summary: string;
    },
    act: (actor: Actor, signed: SignedBag) => Promise<void>,
  ): void => {
    app.route<{ Params: Static<typeof BagByNumber>; Body: Static<typeof Signed> }>({
      ...operation('POST', `/card-bags/:bag/${path}`, {
        ...spec,
        tag: CARDS_TAG,
        params: BagByNumber,
        body: Signed,
        answers: { 204: null },
        errors: [
          ...(['bag_unknown', 'field_missing', 'field_invalid'] as const),
          ...(['custody_conflict', 'custody_same_person', 'custody_differs'] as const),
        ],
      }),
      handler: async (request, reply) => {
        await act(request.caller.actor, { ...request.params, ...request.body });
        return reply.code(204).send();
      },
    });
  };
  move(
    'seal',
    {
      id: 'sealCardBag',
      asks: ['sealBag'],
      summary: 'Close a bag with a seal, or with another one after it was broken',
    },
    (actor, signed) => sealBag(op, actor, signed),
  );
  move(
    'hand-over',
    { id: 'handOverCardBag', asks: ['handOverBag'], summary: 'Give a sealed bag away' },
    (actor, signed) => handOverBag(op, actor, signed),
  );
  move(
    'take-over',
    {
      id: 'takeOverCardBag',
      asks: ['takeOverBag'],
      summary: 'Take over a bag that somebody else handed over',
    },
    (actor, signed) => takeOverBag(op, actor, signed),
  );
}
