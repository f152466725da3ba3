import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Operations } from '../../../operations/context.ts';
import { CALL_EVENTS, reportCall } from '../../../operations/desks/hotline/calls/report-call.ts';
import { named } from '../../kit/named-schema.ts';
import { OneOf, operation } from '../../kit/schema.ts';

const Call = named(
  'Call',
  Type.Object(
    {
      callId: Type.String({
        minLength: 1,
        maxLength: 128,
        pattern: '^[\\x21-\\x7e]+$',
        description: 'As the telephony names the call; the same in all its events.',
      }),
      agent: Type.String({
        minLength: 1,
        maxLength: 300,
        description: 'The subject of a member of staff (ISSUER#SUBJECT), or the extension at which one sits.',
      }),
      caller: Type.String({
        maxLength: 300,
        description:
          'A number, `tel:` or `sip:`; empty or `anonymous` where it is withheld. A hint, never a proof.',
      }),
      event: OneOf(CALL_EVENTS),
    },
    { additionalProperties: false },
  ),
);
const Reported = named(
  'CallReported',
  Type.Object({ news: Type.Boolean({ description: 'False for an event that came late or twice.' }) }),
);

export function callRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof Call> }>({
    ...operation('POST', '/calls', {
      id: 'reportCall',
      asks: ['reportCall'],
      tag: 'Systems',
      summary:
        'The telephony tells of a call: the desk of the agent opens the line at which the number hints',
      body: Call,
      answers: { 200: Reported },
      errors: ['agent_unknown'],
    }),
    handler: async (request) => reportCall(op, request.caller.actor, request.body),
  });
}
