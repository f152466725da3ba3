import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Operations } from '../../../operations/context.ts';
import { acceptSpecialRequest } from '../../../operations/special/accept-request.ts';
import { refuseSpecialRequest } from '../../../operations/special/refuse-request.ts';
import {
  listSpecialRequests,
  viewRequestPhoto,
  viewSpecialRequest,
} from '../../../operations/special/view-request.ts';
import { doOrAsk } from '../../../operations/staff/approvals/do-or-ask.ts';
import { limitOf, linkNext, PAGE } from '../../kit/paging.ts';
import { Reasoned } from '../../kit/reasoned.ts';
import { CaseId, OneOf, operation } from '../../kit/schema.ts';
import { ApprovalAskedBody, approvalBody } from '../../kit/second-person.ts';
import {
  AcceptedSchema,
  Choice,
  RequestPageSchema,
  RequestSchema,
  requestSummary,
  requestView,
  SPECIAL_TAG,
} from './request-schemas.ts';

const ById = Type.Object({ requestId: CaseId });
const PhotoById = Type.Object({ requestId: CaseId, photoId: CaseId });
const Asked = Type.Object({
  state: Type.Optional(OneOf(['waiting', 'decided'], { description: '`waiting` where nothing is said.' })),
  ...PAGE,
});
const Why = Type.Object({
  why: Type.String({ minLength: 1, maxLength: 200, description: 'The reason, which the audit log keeps.' }),
});

/** Special requests as the operator's own people and systems see and decide them. */
export function specialDecisionRoutes(app: FastifyInstance, op: Operations): void {
  listRoute(app, op);
  viewRoute(app, op);
  photoRoute(app, op);
  acceptRoute(app, op);
  refuseRoute(app, op);
}

function listRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/special-requests', {
      id: 'listSpecialRequests',
      asks: ['listSpecialRequests'],
      tag: SPECIAL_TAG,
      summary: 'Special requests: those that wait, the most urgent first, or those decided, the newest first',
      description: 'Confidential ones are among them for a token that has `cases:confidential` too.',
      query: Asked,
      answers: { 200: RequestPageSchema },
      errors: [],
    }),
    handler: async (request, reply) => {
      const { state = 'waiting', after = null } = request.query;
      const limit = limitOf(request.query);
      const page = await listSpecialRequests(op, request.caller.actor, { state, after, limit });
      linkNext(request, reply, page.next);
      return {
        requests: page.requests.map((one) => ({
          ...requestSummary(one),
          photos: one.photos,
          settled: one.settled,
        })),
        next: page.next,
      };
    },
  });
}

function viewRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ById> }>({
    ...operation('GET', '/special-requests/:requestId', {
      id: 'viewSpecialRequest',
      asks: ['viewSpecialRequest'],
      tag: SPECIAL_TAG,
      summary: 'A special request with all that is needed to decide it',
      description: 'It is personal: the look is written to the audit log.',
      params: ById,
      answers: { 200: RequestSchema },
      errors: ['special_request_unknown'],
    }),
    handler: async (request) =>
      requestView(await viewSpecialRequest(op, request.caller.actor, request.params)),
  });
}

function photoRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof PhotoById>; Querystring: Static<typeof Why> }>({
    ...operation('GET', '/special-requests/:requestId/photos/:photoId', {
      id: 'viewRequestPhoto',
      asks: ['viewRequestPhoto'],
      tag: SPECIAL_TAG,
      summary: 'A picture of a special request, for a reason',
      description: 'In the form in which it was sent: `type` in the request says which.',
      params: PhotoById,
      query: Why,
      media: 'image/jpeg',
      alsoAs: ['image/png', 'image/webp'],
      answers: { 200: Type.String({ format: 'binary' }) },
      errors: ['photo_unknown', 'special_request_unknown', 'field_missing', 'field_invalid'],
    }),
    handler: async (request, reply) => {
      const asked = { ...request.params, ...request.query };
      const { type, bytes } = await viewRequestPhoto(op, request.caller.actor, asked);
      return reply.type(type).header('content-disposition', 'inline').send(Buffer.from(bytes));
    },
  });
}

function acceptRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ById>; Body: Static<typeof Choice> }>({
    ...operation('POST', '/special-requests/:requestId/accept', {
      id: 'acceptSpecialRequest',
      asks: ['acceptSpecialRequest'],
      tag: SPECIAL_TAG,
      summary: 'Accept a special request for the lines that are chosen',
      description:
        'Where the rulebook wants a second person, nothing happens yet: they are asked, and the answer is 202. A line that something stands in the way of keeps the request open.',
      params: ById,
      body: Choice,
      answers: { 200: AcceptedSchema, 202: ApprovalAskedBody },
      errors: [
        ...(['special_request_unknown', 'special_request_decided', 'special_line_unfit'] as const),
        ...(['field_missing', 'approval_open'] as const),
      ],
    }),
    handler: async (request, reply) => {
      const { actor } = request.caller;
      const asked = { requestId: request.params.requestId, lineIds: request.body.lineIds };
      const result = await doOrAsk(op, actor, { act: 'accept_special_request', with: asked }, () =>
        acceptSpecialRequest(op, actor, asked),
      );
      return 'asked' in result ? reply.code(202).send(approvalBody(result.asked)) : result.done;
    },
  });
}

function refuseRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ById>; Body: Static<typeof Reasoned> }>({
    ...operation('POST', '/special-requests/:requestId/refuse', {
      id: 'refuseSpecialRequest',
      asks: ['refuseSpecialRequest'],
      tag: SPECIAL_TAG,
      summary: 'Refuse a special request, with a reason that its requester reads',
      description: 'What was started of it goes on.',
      params: ById,
      body: Reasoned,
      answers: { 204: null },
      errors: [
        ...(['special_request_unknown', 'special_request_decided', 'field_missing'] as const),
        'field_invalid',
      ],
    }),
    handler: async (request, reply) => {
      await refuseSpecialRequest(op, request.caller.actor, { ...request.params, ...request.body });
      return reply.code(204).send();
    },
  });
}
