import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { DISCLOSABLE, ON_PAPER } from '../../../certificate/credential/choice.ts';
import { COMPACT_TYPE, compactOf, jsonOf } from '../../../certificate/credential/sd-jwt.ts';
import { STATUS_LIST_MEDIA_TYPE } from '../../../certificate/credential/status-token.ts';
import { typeMetadata, VCT_PATH } from '../../../certificate/credential/type-metadata.ts';
import type { CertificateService } from '../../../certificate/service.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import { messages } from '../../../messages/index.ts';
import { certificateStatus } from '../../../operations/certificates/certificate-status.ts';
import { holderCopy } from '../../../operations/certificates/holder-copy.ts';
import type { Operations } from '../../../operations/context.ts';
import { languageOf } from '../../kit/auth.ts';
import { preferred } from '../../kit/negotiate.ts';
import { CaseId, OneOf, operation } from '../../kit/schema.ts';
import { CertificateSchema, CertificateStatus, VerdictSchema } from './certificate-schemas.ts';

const tag = 'Certificates';
const ByCase = Type.Object({ caseId: CaseId });
const Asked = Type.Object({
  format: Type.Optional(OneOf(['json', 'sd-jwt', 'pdf'])),
  disclose: Type.Optional(
    Type.String({
      maxLength: 120,
      examples: ['number,holder'],
      description: `\`all\`, \`none\`, or some of ${DISCLOSABLE.map((one) => `\`${one}\``).join(', ')}, with commas between them. Default: \`all\`, and for a PDF \`number\`.`,
    }),
  ),
});
const NumberQuery = Type.Object({ number: Type.Optional(Type.String({ maxLength: 64 })) });

export function certificateRoutes(
  app: FastifyInstance,
  op: Operations,
  certificates: CertificateService,
): void {
  app.route<{ Params: Static<typeof ByCase>; Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/terminations/:caseId/certificate', {
      id: 'getCertificate',
      asks: ['holderCopy'],
      tag,
      summary: "The holder's copy of the certificate: SD-JWT VC, its JSON form, or PDF",
      description: 'By `Accept`, or by `format`, which goes before it.',
      params: ByCase,
      query: Asked,
      answers: { 200: CertificateSchema },
      alsoAs: [COMPACT_TYPE, 'application/pdf'],
      errors: ['case_unknown', 'certificate_not_ready', 'disclosure_unknown', 'render_failed'],
    }),
    handler: async (request, reply) => {
      const { format: asked, disclose } = request.query;
      reply.header('vary', 'accept');
      const media = preferred(request.headers.accept, ['application/json', COMPACT_TYPE, 'application/pdf']);
      // The address says more than a header that a browser sends by itself.
      const format = asked ?? FORMATS[media ?? 'application/json'];
      const copy = await holderCopy(op, request.caller.actor, {
        ...request.params,
        disclose: disclose ?? (format === 'pdf' ? ON_PAPER : 'all'),
      });
      const name = (ending: string) =>
        `attachment; filename="handback-${copy.claims.caseReference}.${ending}"`;
      if (format === 'pdf') {
        const pdf = await certificates.renderPdf(copy, languageOf(request), request.caller.client);
        return reply
          .type('application/pdf')
          .header('content-disposition', name('pdf'))
          .send(Buffer.from(pdf));
      }
      if (format === 'sd-jwt')
        return reply.type(COMPACT_TYPE).header('content-disposition', name('sdjwt')).send(compactOf(copy));
      return reply
        .type('application/json')
        .header('content-disposition', name('json'))
        .send(JSON.stringify(jsonOf(copy)));
    },
  });

  app.route<{ Params: { certificateId: string } }>({
    ...operation('GET', '/certificates/:certificateId', {
      id: 'certificateStatus',
      asks: ['certificateStatus'],
      tag,
      summary: 'What anyone may know of a certificate: whether it stands',
      params: Type.Object({ certificateId: Type.String({ maxLength: 64 }) }),
      answers: {
        200: CertificateStatus,
      },
      errors: ['certificate_unknown'],
    }),
    handler: async (request) => {
      const status = await certificateStatus(op, request.caller.actor, request.params);
      return {
        ...status,
        revoked: status.revoked === null ? null : { ...status.revoked, at: status.revoked.at.toISOString() },
      };
    },
  });

  app.register(async (verifying) => verifyRoute(verifying, op, certificates));
}

const MB = 1024 * 1024;
/** A little more than is verified, so that what is too large is told so. */
const MAX_UPLOAD = 17 * MB;

const FORMATS = {
  'application/json': 'json',
  [COMPACT_TYPE]: 'sd-jwt',
  'application/pdf': 'pdf',
} as const;

/** Takes any file as it is, JSON too: a parser that forgives would verify something else than what was sent. */
function verifyRoute(app: FastifyInstance, op: Operations, certificates: CertificateService): void {
  app.removeAllContentTypeParsers();
  const asSent = (_request: unknown, body: string | Buffer, done: (error: null, body: unknown) => void) =>
    done(null, body);
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 4 * MB }, asSent);
  app.addContentTypeParser(
    [COMPACT_TYPE, 'application/pdf', 'application/octet-stream'],
    { parseAs: 'buffer', bodyLimit: MAX_UPLOAD },
    asSent,
  );
  app.route<{ Body: Buffer | undefined; Querystring: Static<typeof NumberQuery> }>({
    ...operation('POST', '/certificates/verify', {
      id: 'verifyCertificate',
      asks: [],
      tag,
      summary: 'Verify a certificate: send it as the body, in any of its forms',
      query: NumberQuery,
      takes: ['application/json', COMPACT_TYPE, 'application/pdf', 'application/octet-stream'],
      answers: { 200: VerdictSchema },
      errors: ['msisdn_invalid', 'msisdn_not_international'],
      idempotent: 'by-nature',
      uploadBytes: MAX_UPLOAD,
    }),
    handler: async (request, reply) => {
      const number =
        request.query.number === undefined
          ? undefined
          : parseMsisdn(request.query.number, op.defaultCallingCode);
      const bytes = request.body ?? Buffer.alloc(0);
      const judged = await certificates.verify(bytes, number, request.caller.client);
      const { copy, ...verdict } = { copy: null, ...judged };
      const claims = copy === null ? {} : { claims: copy.claims };
      return reply.type('application/json').send(JSON.stringify({ ...verdict, ...claims }));
    },
  });
}

/** Any page anywhere may read what is public. */
const FOR_ALL = { 'access-control-allow-origin': '*' } as const;

/** What verifiers fetch, those of others too: keys, type, status. */
export function trustRoutes(app: FastifyInstance, op: Operations, certificates: CertificateService): void {
  app.get('/.well-known/handback/trust.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.headers({ 'cache-control': 'public, max-age=300', ...FOR_ALL }).send(certificates.trustDocument()),
  );
  // draft-ietf-oauth-sd-jwt-vc, section 5. A revoked key verifies nothing any more.
  app.get('/.well-known/jwt-vc-issuer', { schema: { hide: true } }, async (_request, reply) => {
    const keys = certificates.trustDocument().keys.filter(({ state }) => state !== 'revoked');
    const jwks = {
      keys: keys.map(({ kty, crv, x, y, use, alg, kid, x5c }) => ({ kty, crv, x, y, use, alg, kid, x5c })),
    };
    return reply
      .headers({ 'cache-control': 'public, max-age=300', ...FOR_ALL })
      .send({ issuer: op.issuer.names.iss, jwks });
  });
  app.get(VCT_PATH, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .headers({ 'cache-control': 'public, max-age=3600', ...FOR_ALL })
      .send(typeMetadata(op.issuer.names.vct, (language) => messages(language).certificate.title)),
  );
  app.get<{ Params: { list: string }; Querystring: { time?: string } }>(
    '/status-lists/:list',
    { schema: { hide: true } },
    async (request, reply) => {
      // Lists of other times are not kept (draft-ietf-oauth-status-list, section 8.4).
      if (request.query.time !== undefined) return reply.headers(FOR_ALL).code(501).send();
      const { list } = request.params;
      const token = /^(0|[1-9]\d{0,5})$/.test(list) ? await certificates.statusToken(Number(list)) : null;
      if (token === null) return reply.headers(FOR_ALL).code(404).send();
      return reply
        .headers({ 'cache-control': 'public, max-age=60', ...FOR_ALL })
        .type(STATUS_LIST_MEDIA_TYPE)
        .send(token);
    },
  );
  app.get('/.well-known/handback/channels.jws', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('application/jose')
      .header('cache-control', 'public, max-age=300')
      .send(certificates.channelList()),
  );
}
