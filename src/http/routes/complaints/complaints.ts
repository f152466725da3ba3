import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import {
  COMPLAINT_OUTCOMES,
  COMPLAINT_STATES,
  COMPLAINT_TOPICS,
  LONGEST_COMPLAINT,
  TAKEN_VIAS,
} from '../../../domain/complaints/complaint.ts';
import { parseLocalDate } from '../../../domain/values/local-date.ts';
import {
  type ComplaintView,
  complaintOfLink,
  complaintToken,
} from '../../../operations/complaints/complaint-link.ts';
import { fileComplaint } from '../../../operations/complaints/file-complaint.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Instant, LinkParams, LocalDateText, Nullable, OneOf, operation } from '../../kit/schema.ts';

const tag = 'Complaints';
const LOOKS_A_MINUTE = 120;

const NewComplaint = named(
  'NewComplaint',
  Type.Object(
    {
      caseId: CaseId,
      topic: OneOf(COMPLAINT_TOPICS),
      said: Type.String({
        minLength: 1,
        maxLength: LONGEST_COMPLAINT * 2,
        examples: ['I was charged for May.'],
      }),
      via: Type.Optional(
        OneOf(TAKEN_VIAS, { description: 'Only with a token that has `cases:steer`, which must send it.' }),
      ),
      authority: Type.Optional(
        Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 200, examples: ['12300'] }),
            reference: Type.String({ maxLength: 100, examples: ['A-2026-17'] }),
            dueOn: LocalDateText,
          },
          { additionalProperties: false, description: 'With `via` regulator: who sent it, and its day.' },
        ),
      ),
    },
    { additionalProperties: false },
  ),
);

const ComplaintSchema = named(
  'Complaint',
  Type.Object({
    reference: Type.String({ examples: ['CP-7K3F9QXM'] }),
    token: Type.String({ description: 'With the reference its person sees how it stands.' }),
    state: OneOf(COMPLAINT_STATES),
    topic: OneOf(COMPLAINT_TOPICS),
    receivedAt: Instant,
    dueOn: LocalDateText,
    outcome: Nullable(OneOf(COMPLAINT_OUTCOMES)),
    answer: Nullable(Type.String()),
    regulator: Type.String({ description: 'Where its person can turn afterwards.' }),
  }),
);

function bodyOf({ complaint, state, answer, regulator }: ComplaintView, token: string) {
  const { reference, topic, receivedAt, dueOn, outcome } = complaint;
  return {
    ...{ reference, token, state, topic, dueOn, outcome, answer, regulator },
    receivedAt: receivedAt.toISOString(),
  };
}

/** Complaints about a case: by whoever follows it, and by systems that take calls and letters. */
export function complaintRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof NewComplaint> }>({
    ...operation('POST', '/complaints', {
      id: 'fileComplaint',
      asks: ['fileComplaint'],
      tag,
      summary: 'Complain about a case',
      description:
        'It is answered by a day of the rulebook, which is told at once, by the answer and by a message.',
      body: NewComplaint,
      answers: { 201: ComplaintSchema },
      errors: [
        ...(['case_unknown', 'text_missing', 'text_too_long', 'field_missing', 'field_invalid'] as const),
        ...(['date_invalid', 'holder_erased', 'complaints_exhausted'] as const),
      ],
    }),
    handler: async (request, reply) => {
      const { actor } = request.caller;
      const { authority, via, said, ...asked } = request.body;
      const made = await fileComplaint(op, actor, {
        ...asked,
        text: said,
        ...(via === undefined ? {} : { via }),
        ...(authority === undefined
          ? {}
          : { authority: { ...authority, dueOn: parseLocalDate(authority.dueOn) } }),
      });
      const { reference } = made;
      const token = complaintToken(op, reference);
      return reply.code(201).send(bodyOf(await complaintOfLink(op, actor, { reference, token }), token));
    },
  });
  app.route<{ Params: Static<typeof LinkParams> }>({
    ...operation('GET', '/complaints/:reference/:token', {
      id: 'viewComplaint',
      asks: ['complaintOfLink'],
      tag,
      summary: 'How a complaint stands, and its answer, by its address',
      params: LinkParams,
      answers: { 200: ComplaintSchema },
      errors: ['complaint_unknown'],
      perMinute: LOOKS_A_MINUTE,
    }),
    handler: async (request) =>
      bodyOf(await complaintOfLink(op, request.caller.actor, request.params), request.params.token),
  });
}
