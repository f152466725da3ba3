import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { UNBINDING_RESULTS } from '../../../domain/esim/unbinding.ts';
import type { Operations } from '../../../operations/context.ts';
import { devicesOfCase } from '../../../operations/esim/devices-of-case.ts';
import { sayDeleted } from '../../../operations/esim/say-deleted.ts';
import { stopWaitingForDevices } from '../../../operations/esim/stop-waiting-for-devices.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Instant, Nullable, OneOf, operation } from '../../kit/schema.ts';

const tag = 'eSIM devices';
const ById = Type.Object({ caseId: CaseId });
const ByProfile = Type.Object({
  caseId: CaseId,
  iccid: Type.String({ pattern: '^[0-9A-F]{18,20}$' }),
});
const STATUSES = ['to_cancel', 'requested', 'reported', ...UNBINDING_RESULTS] as const;

const Device = named(
  'Device',
  Type.Object({
    iccid: Type.String(),
    eidEnd: Nullable(Type.String({ description: 'The last four digits of the EID.' })),
    label: Nullable(Type.String()),
    lastSeenAt: Nullable(Instant),
    status: OneOf(STATUSES, {
      description:
        '`proven`: the eUICC signed the deletion. `unproven`: somebody said so. `unreachable`: the deletion is unconfirmed. `not_possible`: the profile notifies nobody of a deletion. `to_cancel`, `cancelled`: no device has it.',
    }),
    requestedAt: Instant,
    reportedAt: Nullable(Instant),
    resultAt: Nullable(Instant),
    notifiesDeletion: Nullable(Type.Boolean()),
  }),
);

const DevicesSchema = named(
  'Devices',
  Type.Object({
    devices: Type.Array(Device),
    waitUntil: Nullable(Instant),
    deleted: Type.Integer({ description: 'Profiles that are gone for good, whatever becomes of the case.' }),
  }),
);

/** The devices that hold eSIM profiles of an ending line. */
export function deviceRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Params: Static<typeof ById> }>({
    ...operation('GET', '/terminations/:caseId/devices', {
      id: 'devicesOfCase',
      asks: ['devicesOfCase'],
      tag,
      summary: 'The eSIM profiles of an ending line, and what became of each',
      params: ById,
      answers: { 200: DevicesSchema },
      errors: ['case_unknown'],
    }),
    handler: async (request) => {
      const view = await devicesOfCase(op, request.caller.actor, request.params);
      const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
      return {
        ...view,
        waitUntil: iso(view.waitUntil),
        devices: view.devices.map((device) => ({
          ...device,
          lastSeenAt: iso(device.lastSeenAt),
          requestedAt: device.requestedAt.toISOString(),
          reportedAt: iso(device.reportedAt),
          resultAt: iso(device.resultAt),
        })),
      };
    },
  });

  app.route<{ Params: Static<typeof ByProfile> }>({
    ...operation('POST', '/terminations/:caseId/devices/:iccid/deleted', {
      id: 'sayDeleted',
      asks: ['sayDeleted'],
      tag,
      summary: 'Say that a device has deleted a profile',
      description: 'It proves nothing: only what the eUICC signs does.',
      params: ByProfile,
      answers: { 204: null },
      errors: ['case_unknown', 'profile_unknown', 'stage_conflict'],
    }),
    handler: async (request, reply) => {
      await sayDeleted(op, request.caller.actor, request.params);
      return reply.code(204).send();
    },
  });

  app.route<{ Params: Static<typeof ById> }>({
    ...operation('POST', '/terminations/:caseId/devices/stop-waiting', {
      id: 'stopWaitingForDevices',
      asks: ['stopWaitingForDevices'],
      tag,
      summary: 'End the line without waiting for its devices any longer',
      params: ById,
      answers: { 204: null },
      errors: ['case_unknown', 'stage_conflict'],
    }),
    handler: async (request, reply) => {
      await stopWaitingForDevices(op, request.caller.actor, request.params);
      return reply.code(204).send();
    },
  });
}
