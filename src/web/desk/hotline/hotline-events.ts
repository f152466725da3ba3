import type { FastifyInstance } from 'fastify';
import { HandbackError } from '../../../domain/errors.ts';
import { EventStream, OpenStreams } from '../../../http/kit/event-stream.ts';
import { STATUS } from '../../../http/kit/problem.ts';
import { viewCalls } from '../../../operations/desks/hotline/calls/view-calls.ts';
import { viewVerification } from '../../../operations/desks/hotline/view-verification.ts';
import { viewAttendance } from '../../../operations/desks/view-attendance.ts';
import type { PortalContext } from '../../kit/context.ts';
import { NOTHING_GIVEN } from '../../kit/given.ts';
import type { Face } from '../../kit/serve.ts';
import { type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { HOTLINE } from './waiting-page.tsx';

/**
 * Tells an agent's open pages of their calls, and that the case of the call that is open changed. Only names go through the
 * stream, of calls; the pages fetch the rest.
 */
export function hotlineEvents(
  app: FastifyInstance,
  context: PortalContext,
  { visit: visitOf }: Pick<Face<DeskVisit>, 'visit'>,
): void {
  const { operations: op, events } = context;
  const open = new OpenStreams();
  app.addHook('preClose', async () => open.endAll());

  app.get<{ Querystring: { attendance?: string } }>(`${HOTLINE}/events`, async (request, reply) => {
    const stream = new EventStream(reply);
    const visit = await visitOf(request, reply, NOTHING_GIVEN);
    try {
      const staff = staffOf(visit);
      const { desk } = await viewCalls(op, staff);
      const attendanceId = request.query.attendance ?? null;
      const caseId = attendanceId === null ? null : await openCaseOf(attendanceId);
      const credential = staff.person.sessionId;
      open.add(stream, { caseId: desk, credential, client: visit.client });
      stream.open();
      if (stream.over) return reply;
      const tell = async (): Promise<void> => {
        // Whoever has signed out meanwhile is told nothing more.
        const { calls } = await viewCalls(op, staffOf(await visitOf(request, reply, NOTHING_GIVEN)));
        const ringing = calls.find((call) => call.attendanceId === null);
        stream.send('calls', JSON.stringify({ call: ringing?.callId ?? null }));
      };
      stream.atEnd(events.subscribe(desk, () => void tell().catch(() => stream.end())));
      if (caseId !== null) stream.atEnd(events.subscribe(caseId, () => stream.send('change')));
      // What rang between the page and this stream.
      await tell();
      return reply;

      async function openCaseOf(id: string): Promise<string | null> {
        if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
          throw new HandbackError('attendance_over');
        const { customer } = await viewAttendance(op, staff, { attendanceId: id });
        return (await viewVerification(op, customer)).openCase?.caseId ?? null;
      }
    } catch (error) {
      stream.end();
      if (error instanceof HandbackError) return reply.code(STATUS[error.code]).send();
      throw error;
    }
  });
}
