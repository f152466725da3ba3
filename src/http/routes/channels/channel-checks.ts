import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { REASON_CODES } from '../../../domain/channels/reason.ts';
import { messages } from '../../../messages/index.ts';
import { MOST_BLOCK_BYTES, readBlockFile } from '../../../operations/channels/block-file.ts';
import { exportBlocks, importBlocks } from '../../../operations/channels/channel-blocks.ts';
import { checkText } from '../../../operations/channels/check-text.ts';
import { reportText } from '../../../operations/channels/report-text.ts';
import type { Operations } from '../../../operations/context.ts';
import { blockCsv } from '../../../reports/block-csv.ts';
import { languageOf } from '../../kit/auth.ts';
import { named } from '../../kit/named-schema.ts';
import { Nullable, OneOf, operation } from '../../kit/schema.ts';

const tag = 'Official channels';
/** Of one client: checks are cheap, and nobody pastes so many. */
const CHECKS_A_MINUTE = 120;
const REPORTS_A_MINUTE = 60;

const TextToCheck = named(
  'TextToCheck',
  Type.Object(
    {
      message: Type.String({ description: 'A text, a link or a number; at most 5,000 characters.' }),
      sender: Type.Optional(
        Type.String({ maxLength: 40, description: 'As the phone shows it. It proves nothing.' }),
      ),
    },
    { additionalProperties: false },
  ),
);
const ChannelCheck = named(
  'ChannelCheck',
  Type.Object({
    verdict: OneOf(['official', 'not_official', 'cannot_tell']),
    reasons: Type.Array(
      Type.Object({
        code: OneOf(REASON_CODES),
        message: Type.String({ description: 'For whoever asked.' }),
      }),
    ),
    ways: Type.Array(
      Type.Object({
        kind: OneOf(['link', 'mail', 'number', 'account', 'app']),
        shown: Type.String({ description: 'To be shown, never to be followed.' }),
        standing: OneOf(['official', 'imitates', 'blocked', 'known_elsewhere', 'unknown']),
        owner: Nullable(Type.String({ description: 'Whose it is, or whom it imitates.' })),
      }),
    ),
  }),
);
const BlocksQuery = Type.Object({
  source: Type.String({ minLength: 1, maxLength: 60, description: 'The name of the list.' }),
});
const ImportedBlocks = named(
  'ImportedBlocks',
  Type.Object({
    rows: Type.Integer({ minimum: 0 }),
    added: Type.Integer({ minimum: 0 }),
    wrong: Type.Array(Type.Integer({ minimum: 1 }), {
      description: 'Rows that name nothing that could be blocked, counted from 1.',
    }),
  }),
);

/** Whether something is official; what is reported as fraud; what is blocked. */
export function channelCheckRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof TextToCheck> }>({
    ...operation('POST', '/channel-checks', {
      id: 'checkText',
      asks: ['checkText'],
      tag,
      summary: 'Whether a message, link or number is official',
      description:
        'By the registry of official channels and local rules. It never says "safe". Links are not followed, and nothing of the text is kept.',
      body: TextToCheck,
      answers: { 200: ChannelCheck },
      errors: ['text_missing', 'text_too_long'],
      idempotent: 'by-nature',
      perMinute: CHECKS_A_MINUTE,
    }),
    handler: async (request) => {
      const { message: text, sender = null } = request.body;
      const { verdict, reasons, ways } = await checkText(op, request.caller.actor, { text, sender });
      const language = languageOf(request);
      const words = messages(language).scamCheck.reasons;
      return {
        verdict,
        reasons: reasons.map((code) => ({ code, message: words[code] })),
        ways: ways.map(({ kind, shown, standing, owner }) => ({
          ...{ kind, shown, standing },
          owner: owner?.name[language] ?? null,
        })),
      };
    },
  });
  app.route<{ Body: Static<typeof TextToCheck> }>({
    ...operation('POST', '/channel-reports', {
      id: 'reportText',
      asks: ['reportText'],
      tag,
      summary: 'Report a message as fraud',
      description:
        'Then it is kept for 90 days, encrypted. A client that reports the same again counts once.',
      body: TextToCheck,
      answers: { 204: null },
      errors: ['text_missing', 'text_too_long', 'reports_exhausted'],
      idempotent: 'by-nature',
      perMinute: REPORTS_A_MINUTE,
    }),
    handler: async (request, reply) => {
      const { message: text, sender = null } = request.body;
      const { actor, client } = request.caller;
      await reportText(op, actor, { text, sender, client });
      return reply.code(204).send();
    },
  });
  app.route({
    ...operation('GET', '/channel-blocks.csv', {
      id: 'exportBlocks',
      asks: ['exportBlocks'],
      tag,
      summary: 'What is blocked, as CSV',
      media: 'text/csv',
      answers: { 200: Type.String() },
      errors: [],
    }),
    handler: async (request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="blocked.csv"')
        .send(Readable.from(blockCsv(exportBlocks(op, request.caller.actor)))),
  });
  app.register(async (importing) => importRoute(importing, op));
}

/** Takes the file as it is. */
function importRoute(app: FastifyInstance, op: Operations): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['text/csv', 'application/octet-stream'],
    { parseAs: 'buffer', bodyLimit: MOST_BLOCK_BYTES },
    (_request: unknown, body: string | Buffer, done: (error: null, body: unknown) => void) =>
      done(null, body),
  );
  app.route<{ Body: Buffer | undefined; Querystring: Static<typeof BlocksQuery> }>({
    ...operation('POST', '/channel-blocks', {
      id: 'importBlocks',
      asks: ['importBlocks'],
      tag,
      summary: 'Add a list to what is blocked: send CSV with the columns kind, value, note',
      query: BlocksQuery,
      takes: ['text/csv', 'application/octet-stream'],
      answers: { 200: ImportedBlocks },
      errors: ['import_file_invalid', 'field_missing'],
      idempotent: 'by-nature',
      uploadBytes: MOST_BLOCK_BYTES,
    }),
    handler: async (request) => {
      const rows = readBlockFile(request.body ?? Buffer.alloc(0));
      const { source } = request.query;
      return importBlocks(op, request.caller.actor, { source, rows });
    },
  });
}
