import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Operations } from '../../../operations/context.ts';
import { liftLock, lockLine } from '../../../operations/lines/lock/change-lock.ts';
import { type Lock, viewLock } from '../../../operations/lines/lock/view-lock.ts';
import { named } from '../../kit/named-schema.ts';
import { LocalDateText, Nullable, operation } from '../../kit/schema.ts';

const LineById = Type.Object({ lineId: Type.String({ minLength: 1, maxLength: 64 }) });
const LineLock = named(
  'LineLock',
  Type.Object({
    locked: Type.Boolean(),
    since: Nullable(LocalDateText),
    liftsAt: Nullable(
      Type.String({
        format: 'date-time',
        description: 'When a lock that is being lifted holds no more; null while nobody lifted it.',
      }),
    ),
  }),
);
const ERRORS = ['not_signed_in', 'line_unknown'] as const;

const body = (lock: Lock | null) => ({
  locked: lock !== null,
  since: lock?.since ?? null,
  liftsAt: lock?.liftsAt?.toISOString() ?? null,
});

/** The lock that a holder sets against the end of their line. */
export function lineLockRoutes(app: FastifyInstance, op: Operations): void {
  const tag = 'Lines';
  const shared = { tag, params: LineById, answers: { 200: LineLock } } as const;
  app.route<{ Params: Static<typeof LineById> }>({
    ...operation('GET', '/lines/:lineId/lock', {
      ...shared,
      ...{ id: 'viewLock', asks: ['viewLock'] },
      summary: 'Whether the holder locked the line against ending',
      errors: ERRORS,
    }),
    handler: async (request) => body((await viewLock(op, request.caller.actor, request.params)).lock),
  });
  app.route<{ Params: Static<typeof LineById> }>({
    ...operation('PUT', '/lines/:lineId/lock', {
      ...shared,
      ...{ id: 'lockLine', asks: ['lockLine'] },
      summary: 'Lock the line against ending, or keep a lock that is being lifted',
      errors: [...ERRORS, 'not_eligible', 'factor_needed'],
    }),
    handler: async (request) => body(await lockLine(op, request.caller.actor, request.params)),
  });
  app.route<{ Params: Static<typeof LineById> }>({
    ...operation('DELETE', '/lines/:lineId/lock', {
      ...shared,
      ...{ id: 'liftLock', asks: ['liftLock'] },
      summary: 'Lift the lock, after the time that the rulebook says; every contact is told',
      errors: [...ERRORS, 'lock_unknown', 'factor_needed'],
    }),
    handler: async (request) => body(await liftLock(op, request.caller.actor, request.params)),
  });
}
