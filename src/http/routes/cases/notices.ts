import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { LISTED_STATES, NOTICE_KINDS } from '../../../domain/notices.ts';
import { listNotices } from '../../../operations/cases/notices/list-notices.ts';
import { retryNotices } from '../../../operations/cases/notices/retry-notices.ts';
import type { Operations } from '../../../operations/context.ts';
import { named } from '../../kit/named-schema.ts';
import { limitOf, linkNext, PAGE, pageOf } from '../../kit/paging.ts';
import { CaseId, OneOf, operation } from '../../kit/schema.ts';
import { NoticeSchema, noticeView } from './notice-view.ts';

const NoticePage = named('NoticePage', pageOf('notices', NoticeSchema));
const Asked = Type.Object({
  state: OneOf(LISTED_STATES),
  kind: Type.Optional(OneOf(NOTICE_KINDS)),
  ...PAGE,
});
const NoticeById = Type.Object({ noticeId: CaseId });

/** Messages to people that did not arrive, or not yet. */
export function noticeRoutes(app: FastifyInstance, op: Operations): void {
  listNoticesRoute(app, op);
  retryNoticeRoute(app, op);
}

function listNoticesRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof Asked> }>({
    ...operation('GET', '/notices', {
      id: 'listNotices',
      asks: ['listNotices'],
      tag: 'Staff',
      summary: 'Messages that wait to be sent, did not arrive, or were given up, the oldest first',
      description:
        'Without what they say and to whom. Messages that were given up are kept for thirty days, others for seven after they were sent.',
      query: Asked,
      answers: { 200: NoticePage },
      errors: [],
    }),
    handler: async (request, reply) => {
      const { state, kind = null, after = null } = request.query;
      const limit = limitOf(request.query);
      const { notices, next } = await listNotices(op, request.caller.actor, { state, kind, after, limit });
      linkNext(request, reply, next);
      return { notices: notices.map(noticeView), next };
    },
  });
}

function retryNoticeRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof NoticeById> }>({
    ...operation('POST', '/notices/:noticeId/retry', {
      id: 'retryNotice',
      asks: ['retryNotices'],
      tag: 'Staff',
      summary: 'Try a message again that was given up, with a new deadline',
      params: NoticeById,
      answers: { 204: null },
      errors: ['notice_unknown', 'notice_not_retryable'],
    }),
    handler: async (request, reply) => {
      await retryNotices(op, request.caller.actor, request.params);
      return reply.code(204).send();
    },
  });
}
