import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Operations } from '../../../operations/context.ts';
import { countZombies, ZOMBIE_GROUPINGS } from '../../../operations/esim/count-zombies.ts';
import { dismissNotification } from '../../../operations/esim/dismiss-notification.ts';
import { listQuarantined } from '../../../operations/esim/list-quarantined.ts';
import { recheckNotification } from '../../../operations/esim/recheck-notification.ts';
import { zombies } from '../../../operations/esim/zombies.ts';
import { zombieChart } from '../../../reports/zombie-chart.ts';
import { zombieCsv } from '../../../reports/zombie-csv.ts';
import { languageOf } from '../../kit/auth.ts';
import { named } from '../../kit/named-schema.ts';
import { type AskedPage, cutPage, limitOf, linkNext, PageQuery, pageOf } from '../../kit/paging.ts';
import { Reasoned } from '../../kit/reasoned.ts';
import { CaseId, Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';

const tag = 'eSIM ledger';
const Grouping = Type.Object({
  by: Type.Optional(OneOf(ZOMBIE_GROUPINGS, { default: 'age' })),
});
const Counts = named(
  'ZombieCounts',
  Type.Object({
    groups: Type.Array(
      Type.Object({
        group: Type.String({ description: 'An age in days, the maker of the eUICC, or a campaign.' }),
        counts: Type.Object({
          unproven: Type.Integer(),
          unreachable: Type.Integer(),
          not_possible: Type.Integer(),
        }),
      }),
    ),
  }),
);
const Notification = named(
  'QuarantinedNotification',
  Type.Object({
    notificationId: CaseId,
    receivedAt: Instant,
    via: Type.String(),
    reason: Type.String(),
    repeats: Type.Integer(),
    event: Nullable(Type.String()),
    eid: Nullable(Type.String()),
    iccid: Nullable(Type.String()),
    seqNumber: Nullable(Type.Integer()),
    address: Nullable(Type.String()),
  }),
);
const NotificationPage = named('QuarantinedNotificationPage', pageOf('notifications', Notification));
/** Its cursor is an identity. */
const QuarantineQuery = Type.Object({ ...PageQuery.properties, after: Type.Optional(CaseId) });
const ByNotification = Type.Object({ notificationId: CaseId });
const Recheck = named(
  'Recheck',
  Type.Object(
    {
      deviceConfirmed: Type.Optional(
        Type.Boolean({ description: 'The operator knows that the profile was on the eUICC that signed.' }),
      ),
    },
    { additionalProperties: false },
  ),
);

const Rechecked = named('Rechecked', Type.Object({ proven: Type.Boolean() }));

/** Profiles of ended lines that are not proven deleted, and what eUICCs sent that proves nothing. */
export function esimLedgerRoutes(app: FastifyInstance, op: Operations): void {
  countZombiesRoute(app, op);
  exportZombiesRoute(app, op);
  chartZombiesRoute(app, op);
  listQuarantinedRoute(app, op);
  recheckNotificationRoute(app, op);
  dismissNotificationRoute(app, op);
}

function countZombiesRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof Grouping> }>({
    ...operation('GET', '/zombie-profiles', {
      id: 'countZombies',
      asks: ['countZombies'],
      tag,
      summary:
        'How many profiles of ended lines are not proven deleted, by age, maker of the eUICC or campaign',
      query: Grouping,
      answers: { 200: Counts },
      errors: [],
    }),
    handler: async (request) => {
      return { groups: await countZombies(op, request.caller.actor, { by: request.query.by ?? 'age' }) };
    },
  });
}

function exportZombiesRoute(app: FastifyInstance, op: Operations): void {
  app.route({
    ...operation('GET', '/zombie-profiles.csv', {
      id: 'exportZombies',
      asks: ['zombies'],
      tag,
      summary: 'The ledger of zombie profiles, the oldest first',
      answers: { 200: Type.String() },
      media: 'text/csv',
      errors: [],
    }),
    handler: async (request, reply) => {
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="zombie-profiles.csv"');
      return reply.send(Readable.from(zombieCsv(zombies(op, request.caller.actor))));
    },
  });
}

function chartZombiesRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof Grouping> }>({
    ...operation('GET', '/zombie-profiles.svg', {
      id: 'chartZombies',
      asks: ['countZombies'],
      tag,
      summary: 'The same as a chart',
      query: Grouping,
      answers: { 200: Type.String() },
      media: 'image/svg+xml',
      errors: [],
    }),
    handler: async (request, reply) => {
      const by = request.query.by ?? 'age';
      return reply
        .type('image/svg+xml')
        .header('vary', 'accept-language')
        .send(zombieChart(languageOf(request), by, await countZombies(op, request.caller.actor, { by })));
    },
  });
}

function listQuarantinedRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: AskedPage }>({
    ...operation('GET', '/quarantined-notifications', {
      id: 'listQuarantined',
      asks: ['listQuarantined'],
      tag,
      summary: 'What eUICCs sent that proves nothing as yet, the oldest first',
      query: QuarantineQuery,
      answers: { 200: NotificationPage },
      errors: [],
    }),
    handler: async (request, reply) => {
      const limit = limitOf(request.query) + 1;
      const after = request.query.after ?? null;
      const fetched = await listQuarantined(op, request.caller.actor, { after, limit });
      const page = cutPage(fetched, request.query, (n) => n.notificationId);
      linkNext(request, reply, page.next);
      return {
        notifications: page.items.map((n) => ({ ...n, receivedAt: n.receivedAt.toISOString() })),
        next: page.next,
      };
    },
  });
}

function recheckNotificationRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ByNotification>; Body: Static<typeof Recheck> }>({
    ...operation('POST', '/quarantined-notifications/:notificationId/recheck', {
      id: 'recheckNotification',
      asks: ['recheckNotification'],
      tag,
      summary: 'Judge a notification anew by what is known today',
      params: ByNotification,
      body: Recheck,
      answers: { 200: Rechecked },
      errors: ['notification_unknown'],
    }),
    handler: async (request) => {
      const { notificationId } = request.params;
      return {
        proven: await recheckNotification(op, request.caller.actor, { notificationId, ...request.body }),
      };
    },
  });
}

function dismissNotificationRoute(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ByNotification>; Body: Static<typeof Reasoned> }>({
    ...operation('POST', '/quarantined-notifications/:notificationId/dismiss', {
      id: 'dismissNotification',
      asks: ['dismissNotification'],
      tag,
      summary: 'Leave a notification as the proof of nothing that it is',
      params: ByNotification,
      body: Reasoned,
      answers: { 204: null },
      errors: ['notification_unknown'],
    }),
    handler: async (request, reply) => {
      const { notificationId } = request.params;
      await dismissNotification(op, request.caller.actor, { notificationId, ...request.body });
      return reply.code(204).send();
    },
  });
}
