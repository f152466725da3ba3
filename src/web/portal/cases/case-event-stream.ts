import type { FastifyInstance } from 'fastify';
import { HandbackError } from '../../../domain/errors.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import type { PortalContext } from '../../kit/context.ts';
import { asFollower, caseIdOf, visitOf } from '../../kit/visit.ts';

const HEARTBEAT_MS = 15_000;
/** Streams of one viewer; a browser needs one, and shares it among its pages. */
const MAX_STREAMS = 3;

/**
 * Tells an open page that its case changed; the page then fetches itself. Nothing of the case is in the stream.
 * A heartbeat keeps proxies from closing it, `X-Accel-Buffering` from holding it back; the oldest stream of a viewer
 * who opens too many is ended, and its page goes on by polling.
 */
export function caseEvents(app: FastifyInstance, context: PortalContext): void {
  const open = new Map<string, (() => void)[]>();
  app.addHook('preClose', async () => {
    for (const stops of [...open.values()]) for (const stop of [...stops]) stop();
  });

  app.get<{ Params: { caseId: string } }>('/cases/:caseId/events', async (request, reply) => {
    const { raw } = reply;
    let gone = false;
    raw.on('close', () => {
      gone = true;
    });
    const visit = await visitOf(context, request, reply, { values: {}, upload: null });
    let caseId: string;
    try {
      caseId = caseIdOf(visit);
      await asFollower(visit, (actor) => viewCase(context.operations, actor, { caseId }));
    } catch (error) {
      if (error instanceof HandbackError) return reply.code(403).send();
      throw error;
    }
    const viewer = `${caseId} ${visit.session?.token ?? request.ip}`;
    reply.hijack();
    if (gone) return reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    const unsubscribe = context.events.subscribe(caseId, () => raw.write('event: change\ndata:\n\n'));
    const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT_MS);
    const stop = (): void => {
      clearInterval(heartbeat);
      unsubscribe();
      const left = (open.get(viewer) ?? []).filter((one) => one !== stop);
      if (left.length > 0) open.set(viewer, left);
      else open.delete(viewer);
      if (!raw.writableEnded) raw.end();
    };
    const mine = [...(open.get(viewer) ?? []), stop];
    open.set(viewer, mine);
    if (mine.length > MAX_STREAMS) mine[0]!();
    raw.on('close', stop);
    // What changed between the page and this stream is looked at once.
    raw.write('retry: 3000\nevent: change\ndata:\n\n');
    return reply;
  });
}
