import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { BATCH_STATES } from '../../../domain/cards/custody.ts';
import { DIFFERENCE_KINDS } from '../../../domain/cards/differences.ts';
import { DESTRUCTION_METHODS } from '../../../domain/certificates/card-words.ts';
import { closeBatch } from '../../../operations/cards/batches/close-batch.ts';
import { handOverBatch } from '../../../operations/cards/batches/hand-over-batch.ts';
import { type BatchPage, listBatches } from '../../../operations/cards/batches/list-batches.ts';
import { openBatch } from '../../../operations/cards/batches/open-batch.ts';
import { putBagInBatch } from '../../../operations/cards/batches/put-bag-in-batch.ts';
import { recordDestruction } from '../../../operations/cards/batches/record-destruction.ts';
import { MOST_SCANS, scanBatch } from '../../../operations/cards/batches/scan-batch.ts';
import { viewBatch } from '../../../operations/cards/batches/view-batch.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { limitOf, linkNext, PAGE, pageOf } from '../../kit/paging.ts';
import { Instant, LocalDateText, Nullable, OneOf, operation } from '../../kit/schema.ts';
import { BagSchema, bagSummary } from './bags.ts';
import {
  BagNumber,
  BatchNumber,
  CARDS_TAG,
  Counted,
  SealNumber,
  Signed,
  SignedMove,
  signedMoves,
} from './card-schemas.ts';

const BatchSchema = named(
  'CardBatch',
  Type.Object({
    batch: Type.String({ examples: ['BT-4M8D2HT5'] }),
    state: OneOf(BATCH_STATES),
    seal: Nullable(Type.String({ examples: ['S-004711'] })),
    destroyer: Nullable(Type.String({ examples: ['Lakeside Shredding'] })),
    bags: Type.Integer(),
    cards: Type.Integer(),
    scans: Type.Integer({ description: 'How many scans of it are kept.' }),
    openedAt: Instant,
  }),
);
const Destruction = named(
  'CardDestruction',
  Type.Object(
    {
      destroyedOn: LocalDateText,
      method: OneOf(DESTRUCTION_METHODS),
      particleClass: Nullable(
        Type.String({ examples: ['E-4'], description: 'ISO/IEC 21964 (DIN 66399); only of what cuts.' }),
      ),
      weightGrams: Type.Integer(),
      witness: Type.String({ maxLength: 320, examples: ['Wang Fang'] }),
      reference: Type.String({ maxLength: 320, examples: ['VN-2026-118'] }),
    },
    { additionalProperties: false },
  ),
);
const BatchView = named(
  'CardBatchView',
  Type.Object({
    summary: BatchSchema,
    bags: Type.Array(BagSchema),
    chain: Type.Array(SignedMove),
    destruction: Nullable(Destruction),
  }),
);
const BatchPageSchema = named('CardBatchPage', pageOf('batches', BatchSchema));
const NewBatch = named('NewCardBatch', Type.Object({ batch: Type.String({ examples: ['BT-4M8D2HT5'] }) }));
const BagForBatch = named(
  'BagForBatch',
  Type.Object({ bag: BagNumber, seal: SealNumber }, { additionalProperties: false }),
);
const HandOver = named(
  'BatchHandOver',
  Type.Object(
    {
      counted: Counted,
      seal: SealNumber,
      destroyer: Type.String({ maxLength: 320, examples: ['Lakeside Shredding'] }),
    },
    { additionalProperties: false },
  ),
);
const Scans = named(
  'CardScans',
  Type.Object(
    {
      scans: Type.Array(
        Type.Object(
          {
            scanned: Type.String({ maxLength: 1_000, examples: ['89860900000000000014'] }),
            bag: Type.Optional(Nullable(BagNumber)),
          },
          { additionalProperties: false },
        ),
        { maxItems: MOST_SCANS },
      ),
      startOver: Type.Optional(Type.Boolean({ description: 'Forgets what was scanned before.' })),
    },
    { additionalProperties: false },
  ),
);
const KeptScans = named('KeptScans', Type.Object({ scans: Type.Integer() }));
const Closed = named(
  'BatchClosing',
  Type.Object({
    closed: Type.Boolean({ description: 'False where something differs: then nothing changed.' }),
    expected: Type.Integer(),
    scanned: Type.Integer(),
    differences: Type.Array(
      Type.Object({
        kind: OneOf(DIFFERENCE_KINDS),
        iccid: Nullable(
          Type.String({ description: 'As scanned; of what is missing, as the books have it.' }),
        ),
        bag: Nullable(Type.String({ examples: ['BG-7K3F9QXM'] })),
        books: Nullable(Type.String({ examples: ['3'] })),
        found: Nullable(Type.String({ examples: ['2'] })),
      }),
    ),
  }),
);
const Destroyed = named('DestroyedCards', Type.Object({ cards: Type.Integer() }));
const BatchByNumber = Type.Object({ batch: BatchNumber });
type ByNumber = Static<typeof BatchByNumber>;
const Asked = Type.Object({ state: Type.Optional(OneOf(BATCH_STATES)), ...PAGE });
/** 50,000 scans with the numbers of their bags. */
const SCANS_BYTES = 4 * 1024 * 1024;

/** Batches of bags that are destroyed together. */
export function batchRoutes(app: FastifyInstance, op: Operations): void {
  listRoutes(app, op);
  fillRoutes(app, op);
  scanRoute(app, op);
  closeRoute(app, op);
  destructionRoute(app, op);
}

function batchSummary({ number, batchId: _, openedAt, ...batch }: BatchPage['batches'][number]) {
  return { batch: number, ...batch, openedAt: openedAt.toISOString() };
}

function listRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/card-batches', {
      id: 'listCardBatches',
      asks: ['listBatches'],
      tag: CARDS_TAG,
      summary: 'Batches of old cards, the newest first',
      query: Asked,
      answers: { 200: BatchPageSchema },
      errors: ['batch_unknown'],
    }),
    handler: async (request, reply) => {
      const { state = null, after = null } = request.query;
      const asked = { state, after, limit: limitOf(request.query) };
      const { batches, next } = await listBatches(op, request.caller.actor, asked);
      linkNext(request, reply, next);
      return { batches: batches.map(batchSummary), next };
    },
  });
  app.route<{ Params: ByNumber }>({
    ...operation('GET', '/card-batches/:batch', {
      id: 'viewCardBatch',
      asks: ['viewBatch'],
      tag: CARDS_TAG,
      summary: 'A batch, its bags, through whose hands it went, and how it was destroyed',
      params: BatchByNumber,
      answers: { 200: BatchView },
      errors: ['batch_unknown'],
    }),
    handler: async (request) => {
      const { batch, bags, chain, destruction } = await viewBatch(op, request.caller.actor, request.params);
      return {
        summary: batchSummary(batch),
        bags: bags.map(bagSummary),
        chain: signedMoves(chain),
        destruction,
      };
    },
  });
}

function fillRoutes(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('POST', '/card-batches', {
      id: 'openCardBatch',
      asks: ['openBatch'],
      tag: CARDS_TAG,
      summary: 'Begin a batch of bags that are destroyed together',
      answers: { 201: NewBatch },
      errors: [],
    }),
    handler: async (request, reply) => {
      const { number } = await openBatch(op, request.caller.actor);
      return reply.code(201).send({ batch: number });
    },
  });
  app.route<{ Params: ByNumber; Body: Static<typeof BagForBatch> }>({
    ...operation('POST', '/card-batches/:batch/bags', {
      id: 'putBagInBatch',
      asks: ['putBagInBatch'],
      tag: CARDS_TAG,
      summary: 'Put a sealed bag in an open batch',
      params: BatchByNumber,
      body: BagForBatch,
      answers: { 204: null },
      errors: [
        ...(['batch_unknown', 'bag_unknown', 'field_missing', 'field_invalid'] as const),
        ...(['custody_conflict', 'custody_differs'] as const),
      ],
    }),
    handler: async (request, reply) => {
      await putBagInBatch(op, request.caller.actor, { ...request.params, ...request.body });
      return reply.code(204).send();
    },
  });
  app.route<{ Params: ByNumber; Body: Static<typeof HandOver> }>({
    ...operation('POST', '/card-batches/:batch/hand-over', {
      id: 'handOverCardBatch',
      asks: ['handOverBatch'],
      tag: CARDS_TAG,
      summary: 'Seal a batch and hand it to the destroyer',
      params: BatchByNumber,
      body: HandOver,
      answers: { 204: null },
      errors: [
        ...(['batch_unknown', 'field_missing', 'field_invalid', 'custody_conflict'] as const),
        ...(['custody_differs', 'card_line_goes_on'] as const),
      ],
    }),
    handler: async (request, reply) => {
      await handOverBatch(op, request.caller.actor, { ...request.params, ...request.body });
      return reply.code(204).send();
    },
  });
}

function scanRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: ByNumber; Body: Static<typeof Scans> }>({
    ...operation('POST', '/card-batches/:batch/scans', {
      id: 'scanCardBatch',
      asks: ['scanBatch'],
      tag: CARDS_TAG,
      summary: 'Keep what is scanned of a batch at its other end',
      params: BatchByNumber,
      body: Scans,
      answers: { 200: KeptScans },
      errors: ['batch_unknown', 'custody_conflict', 'request_invalid'],
      uploadBytes: SCANS_BYTES,
    }),
    bodyLimit: SCANS_BYTES,
    handler: (request) => scanBatch(op, request.caller.actor, { ...request.params, ...request.body }),
  });
}

function closeRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: ByNumber; Body: Static<typeof Signed> }>({
    ...operation('POST', '/card-batches/:batch/close', {
      id: 'closeCardBatch',
      asks: ['closeBatch'],
      tag: CARDS_TAG,
      summary: 'Close a batch where seal, count and every card agree; else name each difference',
      params: BatchByNumber,
      body: Signed,
      answers: { 200: Closed },
      errors: [
        ...(['batch_unknown', 'field_missing', 'field_invalid', 'custody_conflict'] as const),
        'custody_same_person',
      ],
    }),
    handler: (request) => closeBatch(op, request.caller.actor, { ...request.params, ...request.body }),
  });
}

function destructionRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: ByNumber; Body: Static<typeof Destruction> }>({
    ...operation('POST', '/card-batches/:batch/destruction', {
      id: 'recordCardDestruction',
      asks: ['recordDestruction'],
      tag: CARDS_TAG,
      summary: 'Record that a closed batch was destroyed; new certificates say so',
      params: BatchByNumber,
      body: Destruction,
      answers: { 200: Destroyed },
      errors: ['batch_unknown', 'custody_conflict', 'date_invalid', 'field_missing', 'field_invalid'],
    }),
    handler: (request) => recordDestruction(op, request.caller.actor, { ...request.params, ...request.body }),
  });
}
