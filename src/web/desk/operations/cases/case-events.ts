import type { FastifyInstance } from 'fastify';
import { HandbackError } from '../../../../domain/errors.ts';
import { CaseStreams } from '../../../../http/kit/event-stream.ts';
import { STATUS } from '../../../../http/kit/problem.ts';
import { followWholeCase } from '../../../../operations/oversight/cases/follow-case.ts';
import type { PortalContext } from '../../../kit/context.ts';
import { NOTHING_GIVEN } from '../../../kit/given.ts';
import type { Face } from '../../../kit/serve.ts';
import { type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { OPERATIONS } from '../sections.ts';

/** Tells the open page of a case that something happened to it, and nothing else: what it is the page fetches, as it was opened. */
export function caseEvents(
  app: FastifyInstance,
  { operations: op, events }: PortalContext,
  { visit: visitOf }: Pick<Face<DeskVisit>, 'visit'>,
): void {
  const streams = new CaseStreams(events);
  app.addHook('preClose', async () => streams.open.endAll());

  app.get<{ Params: { reference: string } }>(
    `${OPERATIONS}/cases/:reference/events`,
    async (request, reply) => {
      // Whoever has signed out since, or lost the role, is told no more.
      const look = async () => {
        const visit = await visitOf(request, reply, NOTHING_GIVEN);
        const staff = staffOf(visit);
        return { visit, staff, found: await followWholeCase(op, staff, request.params) };
      };
      try {
        const { visit, staff, found } = await look();
        const viewer = { caseId: found.caseId, credential: staff.person.sessionId, client: visit.client };
        await streams.follow(reply, viewer, async () => {
          const { closedAt, moment } = (await look()).found;
          return { closedAt, moment };
        });
        return reply;
      } catch (error) {
        if (error instanceof HandbackError) return reply.code(STATUS[error.code]).send();
        throw error;
      }
    },
  );
}
