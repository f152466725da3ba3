import type { FastifyInstance } from 'fastify';
import { parseStrictJson } from '../../domain/values/strict-json.ts';
import { type Accept, createRspServer, handleNotificationRoute } from '../es9plus/receiver.ts';
import { HANDLE_DOWNLOAD_PROGRESS_INFO, HANDLE_NOTIFICATION, pathOf } from './functions.ts';
import { type PointMap, parseDownloadProgress, parseSmdpNotification, type SmdpEvent } from './inbound.ts';

export interface Es2PlusEndpointOptions {
  /** All in PEM. Only callers with a certificate of the CA get through; the CA is the operator's own choice of SM-DP+s. */
  readonly tls: { readonly cert: string; readonly key: string; readonly ca: string };
  /** What the numbers above 4 mean at these SM-DP+s. */
  readonly points: PointMap;
  readonly onEvent: (event: SmdpEvent) => Promise<void>;
  /** Takes the notifications that an SM-DP+ forwards as it got them from phones. */
  readonly accept: Accept;
  readonly onFault?: (error: unknown) => void;
}

/** Where an SM-DP+ tells of downloads, and forwards notifications of eUICCs; mutual TLS. Not yet listening. */
export function createEs2PlusEndpoint(options: Es2PlusEndpointOptions): FastifyInstance {
  const app = createRspServer({ ...options.tls, requestCert: true, rejectUnauthorized: true }, options);
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseStrictJson(body as Buffer));
    } catch {
      done(Object.assign(new Error('not JSON'), { statusCode: 400 }));
    }
  });
  for (const [declaration, parse] of [
    [HANDLE_DOWNLOAD_PROGRESS_INFO, parseDownloadProgress],
    [HANDLE_NOTIFICATION, parseSmdpNotification],
  ] as const) {
    app.post(pathOf(declaration), async (request, reply) => {
      const read = parse(request.body, options.points);
      if ('fault' in read) return reply.code(400).send({ error: read.fault, field: read.field });
      await options.onEvent(read.event);
      return reply.code(204).send();
    });
  }
  // An SM-DP+ forwards for everybody: it is known by its certificate, and not limited.
  handleNotificationRoute(app, options.accept, null);
  return app;
}
