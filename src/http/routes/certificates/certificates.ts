import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { CertificateService } from '../../../certificate/service.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import { certificateStatus } from '../../../operations/certificates/certificate-status.ts';
import { holderCopy } from '../../../operations/certificates/holder-copy.ts';
import type { Operations } from '../../../operations/context.ts';
import { languageOf } from '../../kit/auth.ts';
import { preferred } from '../../kit/negotiate.ts';
import { CaseId, OneOf, operation } from '../../kit/schema.ts';
import { CertificateSchema, CertificateStatus, VerdictSchema } from './certificate-schemas.ts';

const tag = 'Certificates';
const ByCase = Type.Object({ caseId: CaseId });
const Format = Type.Object({
  format: Type.Optional(OneOf(['json', 'pdf'])),
});
const NumberQuery = Type.Object({ number: Type.Optional(Type.String({ maxLength: 64 })) });

export function certificateRoutes(
  app: FastifyInstance,
  op: Operations,
  certificates: CertificateService,
): void {
  app.route<{ Params: Static<typeof ByCase>; Querystring: Static<typeof Format> }>({
    ...operation('GET', '/terminations/:caseId/certificate', {
      id: 'getCertificate',
      asks: ['holderCopy'],
      tag,
      summary: "The holder's copy of the certificate, as JSON or PDF",
      description: 'By `Accept`, or by `format`, which goes before it.',
      params: ByCase,
      query: Format,
      answers: { 200: CertificateSchema },
      alsoAs: ['application/pdf'],
      errors: ['case_unknown', 'certificate_not_ready', 'render_failed'],
    }),
    handler: async (request, reply) => {
      const file = await holderCopy(op, request.caller.actor, request.params);
      const name = `handback-${file.statement.caseReference}`;
      reply.header('vary', 'accept');
      const { format } = request.query;
      const media = preferred(request.headers.accept, ['application/json', 'application/pdf']);
      // The address says more than a header that a browser sends by itself.
      if (format === 'pdf' || (format === undefined && media === 'application/pdf')) {
        const pdf = await certificates.renderPdf(file, languageOf(request), request.caller.client);
        return reply
          .type('application/pdf')
          .header('content-disposition', `attachment; filename="${name}.pdf"`)
          .send(Buffer.from(pdf));
      }
      return reply
        .type('application/json')
        .header('content-disposition', `attachment; filename="${name}.json"`)
        .send(JSON.stringify(file, null, 2));
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

/** Takes any file as it is, JSON too: a parser that forgives would verify something else than what was sent. */
function verifyRoute(app: FastifyInstance, op: Operations, certificates: CertificateService): void {
  app.removeAllContentTypeParsers();
  const asSent = (_request: unknown, body: string | Buffer, done: (error: null, body: unknown) => void) =>
    done(null, body);
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 4 * MB }, asSent);
  app.addContentTypeParser(
    ['application/pdf', 'application/octet-stream'],
    { parseAs: 'buffer', bodyLimit: MAX_UPLOAD },
    asSent,
  );
  app.route<{ Body: Buffer | undefined; Querystring: Static<typeof NumberQuery> }>({
    ...operation('POST', '/certificates/verify', {
      id: 'verifyCertificate',
      asks: [],
      tag,
      summary: 'Verify a certificate: send its JSON or PDF as the body',
      query: NumberQuery,
      takes: ['application/json', 'application/pdf', 'application/octet-stream'],
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
      const { file: _, ...verdict } = { file: null, ...judged };
      return reply.type('application/json').send(JSON.stringify(verdict));
    },
  });
}

/** What offline verifiers fetch once and keep. */
export function trustRoutes(app: FastifyInstance, certificates: CertificateService): void {
  app.get('/.well-known/handback/trust.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(certificates.trustDocument()),
  );
  app.get('/.well-known/handback/status.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=60').send(await certificates.statusList()),
  );
  app.get('/.well-known/handback/channels.jws', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('application/jose')
      .header('cache-control', 'public, max-age=300')
      .send(certificates.channelList()),
  );
}
