import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { TEXT_WISHES } from '../../../domain/rules/text-rules.ts';
import { TEXT_OUTCOMES, TEXT_SOURCES } from '../../../domain/texts/text-outcome.ts';
import { SENDER_KINDS } from '../../../domain/texts/text-sender.ts';
import type { Operations } from '../../../operations/context.ts';
import { listTexts, type TextRecord, viewText } from '../../../operations/texts/list-texts.ts';
import { takeSignedText } from '../../../operations/texts/take-signed-text.ts';
import { named } from '../../kit/named-schema.ts';
import { limitOf, linkNext, PAGE, pageOf } from '../../kit/paging.ts';
import { CaseId, Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';

const Received = named(
  'TextReceived',
  Type.Object({ news: Type.Boolean({ description: 'False for a text that was received before.' }) }),
);
const TextAnswer = named(
  'TextAnswer',
  Type.Object({
    noticeId: CaseId,
    state: OneOf(['waiting', 'sent', 'given_up']),
    sentAt: Nullable(Instant),
  }),
);
const TEXT = {
  textId: CaseId,
  source: OneOf(TEXT_SOURCES),
  receivedAt: Instant,
  senderKind: OneOf(SENDER_KINDS),
  sender: Nullable(Type.String({ description: 'In E.164; null for what is no number.' })),
  sentTo: Type.String(),
  parts: Type.Integer(),
  outcome: Nullable(OneOf(TEXT_OUTCOMES, { description: 'Null while it waits for its answer.' })),
  wish: Nullable(OneOf(TEXT_WISHES)),
  lineId: Nullable(Type.String()),
  dealtAt: Nullable(Instant),
  answer: Nullable(TextAnswer),
};
const InboundText = named('InboundText', Type.Object(TEXT));
const WholeText = named(
  'WholeInboundText',
  Type.Object({
    ...TEXT,
    body: Nullable(Type.String({ description: 'What it says; null where that is not kept.' })),
  }),
);
const TextPage = named('InboundTextPage', pageOf('texts', InboundText));
const Asked = Type.Object({
  outcome: Type.Optional(OneOf(['waiting', ...TEXT_OUTCOMES])),
  number: Type.Optional(
    Type.String({ minLength: 1, maxLength: 40, description: 'Only those of this sender.' }),
  ),
  ...PAGE,
});
const TextById = Type.Object({ textId: CaseId });

/** Texts of phones: taken from a gateway, and looked at. */
export function textRoutes(app: FastifyInstance, op: Operations): void {
  void app.register(async (signed) => takeRoute(signed, op));
  app.route<{ Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/texts', {
      id: 'listTexts',
      asks: ['listTexts'],
      tag: 'Staff',
      summary: 'Texts that came in, the newest first, and what became of them',
      description: 'Without what they say. The look is audited.',
      query: Asked,
      answers: { 200: TextPage },
      errors: ['msisdn_invalid', 'msisdn_not_international'],
    }),
    handler: async (request, reply) => {
      const { outcome = null, number = null, after = null } = request.query;
      const asked = { outcome, number, after, limit: limitOf(request.query) };
      const { texts, next } = await listTexts(op, request.caller.actor, asked);
      linkNext(request, reply, next);
      return { texts: texts.map(textView), next };
    },
  });
  app.route<{ Params: Static<typeof TextById> }>({
    ...operation('GET', '/texts/:textId', {
      id: 'viewText',
      asks: ['viewText'],
      tag: 'Staff',
      summary: 'One text with what it says',
      description: 'The look is audited.',
      params: TextById,
      answers: { 200: WholeText },
      errors: ['text_unknown'],
    }),
    handler: async (request) => {
      const { body, ...text } = await viewText(op, request.caller.actor, request.params);
      return { ...textView(text), body };
    },
  });
}

const KB = 1024;

/** The bytes are signed: they are taken as they came. */
function takeRoute(app: FastifyInstance, op: Operations): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: 64 * KB },
    (_request: unknown, body: string | Buffer, done: (error: null, body: unknown) => void) =>
      done(null, body),
  );
  app.route<{ Body: Buffer | undefined }>({
    ...operation('POST', '/texts/inbound', {
      id: 'takeText',
      asks: ['takeSignedText'],
      tag: 'Systems',
      summary: 'A gateway hands over a text of a phone',
      description: `A JSON object: \`messageId\` (as the gateway names the text; the same again is stored once), \`from\` (a number, in E.164 where it can be), \`to\`, \`text\`, and \`fromType\` where it is known (\`unknown\`, \`international\`, \`national\`, \`alphanumeric\`, \`other\`). It is signed with the secret of HANDBACK_TEXT_WEBHOOK: \`Handback-Timestamp\` holds the seconds since 1970, \`Handback-Signature\` \`v1=\` and HMAC-SHA256, in hexadecimal, over the timestamp, a full stop and the body as it is sent. A signature is good for five minutes, and once. The text is stored when the answer comes; its own answer goes to the phone.`,
      takes: ['application/json'],
      answers: { 200: Received },
      errors: ['not_found', 'text_signature_invalid', 'text_replayed'],
      idempotent: 'by-nature',
    }),
    handler: async (request) => {
      const header = (name: string): string => String(request.headers[name] ?? '');
      return takeSignedText(op, request.caller.actor, {
        timestamp: header('handback-timestamp'),
        signature: header('handback-signature'),
        body: request.body ?? Buffer.alloc(0),
      });
    },
  });
}

function textView({ sender, receivedAt, dealtAt, answer, ...text }: TextRecord) {
  return {
    ...text,
    senderKind: sender.kind,
    sender: sender.kind === 'number' ? sender.msisdn : null,
    receivedAt: receivedAt.toISOString(),
    dealtAt: dealtAt?.toISOString() ?? null,
    answer: answer === null ? null : { ...answer, sentAt: answer.sentAt?.toISOString() ?? null },
  };
}
