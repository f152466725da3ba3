import type { FastifyInstance } from 'fastify';
import { HandbackError } from '../../../domain/errors.ts';
import { EventStream, OpenStreams } from '../../../http/kit/event-stream.ts';
import { STATUS } from '../../../http/kit/problem.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import type { PortalContext } from '../../kit/context.ts';
import { NOTHING_GIVEN } from '../../kit/given.ts';
import { asFollower, caseIdOf, visitOf } from '../../kit/visit.ts';

/**
 * Tells an open page that its case changed; the page then fetches itself. Nothing of the case is in the stream. The
 * oldest stream of a viewer who opens too many is ended, and its page goes on by polling.
 */
export function caseEvents(app: FastifyInstance, context: PortalContext): void {
  const open = new OpenStreams();
  app.addHook('preClose', async () => open.endAll());

  app.get<{ Params: { caseId: string } }>('/cases/:caseId/events', async (request, reply) => {
    const stream = new EventStream(reply);
    const visit = await visitOf(context, request, reply, NOTHING_GIVEN);
    let caseId: string;
    try {
      caseId = caseIdOf(visit);
      await asFollower(visit, (actor) => viewCase(context.operations, actor, { caseId }));
    } catch (error) {
      if (error instanceof HandbackError) return reply.code(403).send();
      throw error;
    }
    try {
      const { client } = visit;
      open.add(stream, { caseId, credential: visit.session?.token ?? client, client });
    } catch (error) {
      if (error instanceof HandbackError) return reply.code(STATUS[error.code]).send();
      throw error;
    }
    stream.open();
    if (stream.over) return reply;
    stream.atEnd(context.events.subscribe(caseId, () => stream.send('change')));
    // What changed between the page and this stream is looked at once.
    stream.send('change');
    return reply;
  });
}
