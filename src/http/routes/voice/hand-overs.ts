import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { LANGUAGES } from '../../../domain/values/language.ts';
import {
  HAND_OVER_REASONS,
  HAND_OVER_STATES,
  KEYPAD_QUESTIONS,
  TAKEN_FOR,
  WISHES,
} from '../../../domain/voice/menu.ts';
import { PLATFORMS } from '../../../domain/voice/platform.ts';
import type { Operations } from '../../../operations/context.ts';
import { listHandOvers } from '../../../operations/voice/list-hand-overs.ts';
import { named } from '../../kit/named-schema.ts';
import { limitOf, linkNext, PAGE, pageOf } from '../../kit/paging.ts';
import { CaseId, Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';

const VoiceHandOver = named(
  'VoiceHandOver',
  Type.Object({
    handOverId: CaseId,
    platform: OneOf(PLATFORMS),
    callId: Type.String({ description: 'As the platform names the call.' }),
    madeAt: Instant,
    why: OneOf(HAND_OVER_REASONS),
    wish: Nullable(OneOf(WISHES)),
    language: Nullable(OneOf(LANGUAGES)),
    number: Nullable(
      Type.String({ examples: ['170 **** 0002'], description: 'The number that it is about, masked.' }),
    ),
    proven: Type.Array(OneOf(KEYPAD_QUESTIONS), {
      description: 'What was answered rightly on the keypad. The answers are kept nowhere.',
    }),
    reference: Nullable(Type.String({ description: 'Of what was done in the call.' })),
    caller: Nullable(
      Type.String({ examples: ['170 **** 0001'], description: 'From where the call came, masked: a hint.' }),
    ),
    takenAt: Nullable(Instant),
    takenFor: Nullable(OneOf(TAKEN_FOR, { description: 'call: the caller was answered.' })),
    takenBy: Nullable(
      Type.String({ examples: ['Chen'], description: 'The agent who took the call, or calls back.' }),
    ),
  }),
);
const HandOverPage = named('VoiceHandOverPage', pageOf('handOvers', VoiceHandOver));

const Asked = Type.Object({
  state: Type.Optional(
    OneOf(HAND_OVER_STATES, { description: 'open: nobody has taken it up. Default: all.' }),
  ),
  ...PAGE,
});

export function handOverRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/voice-hand-overs', {
      id: 'listVoiceHandOvers',
      asks: ['listHandOvers'],
      tag: 'Systems',
      summary: 'What the voice menu collected before a person took over, the newest first, of two days',
      query: Asked,
      answers: { 200: HandOverPage },
      errors: [],
    }),
    handler: async (request, reply) => {
      const { state = null, after = null } = request.query;
      const { handOvers, next } = await listHandOvers(op, request.caller.actor, {
        ...{ state, after },
        limit: limitOf(request.query),
      });
      linkNext(request, reply, next);
      return {
        handOvers: handOvers.map(({ madeAt, proven, taken, mine: _, mayPutBack: __, ...one }) => ({
          ...one,
          proven: [...proven],
          madeAt: madeAt.toISOString(),
          takenAt: taken?.at.toISOString() ?? null,
          takenFor: taken?.for ?? null,
          takenBy: taken?.name ?? null,
        })),
        next,
      };
    },
  });
}
