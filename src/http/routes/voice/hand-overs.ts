import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { LANGUAGES } from '../../../domain/values/language.ts';
import { HAND_OVER_REASONS, KEYPAD_QUESTIONS, WISHES } from '../../../domain/voice/menu.ts';
import { PLATFORMS } from '../../../domain/voice/platform.ts';
import type { Operations } from '../../../operations/context.ts';
import { listHandOvers } from '../../../operations/voice/list-hand-overs.ts';
import { named } from '../../kit/named-schema.ts';
import { limitOf, linkNext, PageQuery, pageOf } from '../../kit/paging.ts';
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
    number: Nullable(Type.String({ description: 'The number that it is about, masked.' })),
    proven: Type.Array(OneOf(KEYPAD_QUESTIONS), {
      description: 'What was answered rightly on the keypad. The answers are kept nowhere.',
    }),
    reference: Nullable(Type.String({ description: 'Of what was done in the call.' })),
  }),
);
const HandOverPage = named('VoiceHandOverPage', pageOf('handOvers', VoiceHandOver));

export function handOverRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof PageQuery> }>({
    ...operation('GET', '/voice-hand-overs', {
      id: 'listVoiceHandOvers',
      asks: ['listHandOvers'],
      tag: 'Systems',
      summary: 'What the voice menu collected before a person took over, the newest first, of two days',
      query: PageQuery,
      answers: { 200: HandOverPage },
      errors: [],
    }),
    handler: async (request, reply) => {
      const { after = null } = request.query;
      const { handOvers, next } = await listHandOvers(op, request.caller.actor, {
        after,
        limit: limitOf(request.query),
      });
      linkNext(request, reply, next);
      return {
        handOvers: handOvers.map(({ madeAt, proven, ...one }) => ({
          ...one,
          proven: [...proven],
          madeAt: madeAt.toISOString(),
        })),
        next,
      };
    },
  });
}
