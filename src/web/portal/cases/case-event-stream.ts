import type { FastifyInstance } from 'fastify';
import { HandbackError } from '../../../domain/errors.ts';
import { EventStream } from '../../../http/kit/event-stream.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import type { PortalContext } from '../../kit/context.ts';
import { asFollower, caseIdOf, visitOf } from '../../kit/visit.ts';

/** Streams of one viewer; a browser needs one, and shares it among its pages. */
const MAX_STREAMS = 3;

/**
 * Tells an open page that its case changed; the page then fetches itself. Nothing of the case is in the stream. The
 * oldest stream of a viewer who opens too many is ended, and its page goes on by polling.
 */
export function caseEvents(app: FastifyInstance, context: PortalContext): void {
  const open = new Map<string, readonly EventStream[]>();
  app.addHook('preClose', async () => {
    for (const streams of [...open.values()]) for (const stream of streams) stream.end();
  });

  app.get<{ Params: { caseId: string } }>('/cases/:caseId/events', async (request, reply) => {
    const stream = new EventStream(reply);
    const visit = await visitOf(context, request, reply, { values: {}, upload: null });
    let caseId: string;
    try {
      caseId = caseIdOf(visit);
      await asFollower(visit, (actor) => viewCase(context.operations, actor, { caseId }));
    } catch (error) {
      if (error instanceof HandbackError) return reply.code(403).send();
      throw error;
    }
    stream.open();
    if (stream.over) return reply;
    const viewer = `${caseId} ${visit.session?.token ?? request.ip}`;
    const mine = [...(open.get(viewer) ?? []), stream];
    open.set(viewer, mine);
    stream.atEnd(() => {
      const left = (open.get(viewer) ?? []).filter((one) => one !== stream);
      if (left.length > 0) open.set(viewer, left);
      else open.delete(viewer);
    });
    stream.atEnd(context.events.subscribe(caseId, () => stream.send('change')));
    if (mine.length > MAX_STREAMS) mine[0]!.end();
    // What changed between the page and this stream is looked at once.
    stream.send('change');
    return reply;
  });
}
