import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { EXPORT_STATES } from '../../../domain/accounts/export-state.ts';
import { askForExport } from '../../../operations/accounts/ask-for-export.ts';
import {
  type AccountExport,
  downloadExport,
  exportOfLink,
  exportToken,
  myExports,
} from '../../../operations/accounts/view-exports.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { Instant, LinkParams, Nullable, OneOf, operation } from '../../kit/schema.ts';

const tag = 'Account';
const ASKS_A_MINUTE = 10;
const LOOKS_A_MINUTE = 120;

const NewExport = named(
  'NewAccountExport',
  Type.Object(
    {
      passphrase: Type.String({
        maxLength: 200,
        description: 'At least 12 characters of printable ASCII. It opens the archive, and is forgotten.',
        examples: ['correct horse battery staple'],
      }),
    },
    { additionalProperties: false },
  ),
);

const ExportSchema = named(
  'AccountExport',
  Type.Object({
    reference: Type.String({ examples: ['EX-7K3F9QXM'] }),
    token: Type.String({ description: 'With the reference it is seen and downloaded.' }),
    state: OneOf(EXPORT_STATES),
    askedAt: Instant,
    rowsDone: Type.Integer({ description: 'Each row counts twice: it is written as CSV and as JSON.' }),
    rowsTotal: Nullable(Type.Integer()),
    expiresAt: Nullable(Instant),
    bytes: Nullable(Type.Integer()),
    sha256: Nullable(Type.String({ description: 'Of the archive, in hexadecimal digits.' })),
  }),
);

const Exports = named('AccountExports', Type.Object({ items: Type.Array(ExportSchema) }));

function bodyOf(op: Operations, one: AccountExport) {
  const { reference, state, rowsDone, rowsTotal, bytes } = one;
  return {
    ...{ reference, token: exportToken(op, reference), state, rowsDone, rowsTotal, bytes },
    askedAt: one.askedAt.toISOString(),
    expiresAt: one.expiresAt?.toISOString() ?? null,
    sha256: one.sha256?.toString('hex') ?? null,
  };
}

/** The archive of an account: asked for by its holder, and then had by whoever has its address and its passphrase. */
export function accountExportRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof NewExport> }>({
    ...operation('POST', '/account-exports', {
      id: 'askForAccountExport',
      asks: ['askForExport'],
      tag,
      summary: 'Ask for an archive of the account',
      description:
        'A ZIP that is encrypted with AES-256 under the passphrase: CSV and JSON of what is held of the holder and of the lines that the session reaches. It is made in the background, its address is sent to every contact, and it is deleted after a week. It takes the proof that closing a line takes.',
      body: NewExport,
      answers: { 202: ExportSchema },
      errors: [
        'passphrase_invalid',
        'factor_needed',
        'export_for_people_only',
        'export_under_way',
        'exports_exhausted',
      ],
      perMinute: ASKS_A_MINUTE,
    }),
    handler: async (request, reply) =>
      reply.code(202).send(bodyOf(op, await askForExport(op, request.caller.actor, request.body))),
  });
  app.route({
    ...operation('GET', '/account-exports', {
      id: 'listAccountExports',
      asks: ['myExports'],
      tag,
      summary: 'The archives of the account, the newest first',
      answers: { 200: Exports },
      errors: [],
      perMinute: LOOKS_A_MINUTE,
    }),
    handler: async (request) => {
      const { exports } = await myExports(op, request.caller.actor);
      return { items: exports.map((one) => bodyOf(op, one)) };
    },
  });
  app.route<{ Params: Static<typeof LinkParams> }>({
    ...operation('GET', '/account-exports/:reference/:token', {
      id: 'viewAccountExport',
      asks: ['exportOfLink'],
      tag,
      summary: 'How far an archive is, by its address',
      params: LinkParams,
      answers: { 200: ExportSchema },
      errors: ['export_unknown'],
      perMinute: LOOKS_A_MINUTE,
    }),
    handler: async (request) => bodyOf(op, await exportOfLink(op, request.caller.actor, request.params)),
  });
  app.route<{ Params: Static<typeof LinkParams> }>({
    ...operation('GET', '/account-exports/:reference/:token/account.zip', {
      id: 'downloadAccountExport',
      asks: ['exportOfLink'],
      tag,
      summary: 'The archive itself',
      params: LinkParams,
      media: 'application/zip',
      answers: { 200: Type.String({ format: 'binary' }) },
      errors: ['export_unknown', 'export_not_there'],
      perMinute: ASKS_A_MINUTE,
    }),
    handler: async (request, reply) => {
      const { archive, bytes } = await downloadExport(op, request.caller.actor, request.params);
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="handback-${archive.reference}.zip"`)
        .header('content-length', archive.bytes!)
        .send(Readable.from(bytes));
    },
  });
}
