import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { APPOINTMENT_STATES } from '../../../domain/stores/appointment.ts';
import { STORE_SERVICES } from '../../../domain/stores/store.ts';
import type { Operations } from '../../../operations/context.ts';
import {
  type AppointmentView,
  cancelAppointment,
  viewAppointment,
} from '../../../operations/stores/appointments.ts';
import { bookAppointment } from '../../../operations/stores/book-appointment.ts';
import { named } from '../../kit/named-schema.ts';
import { Instant, LinkParams, OneOf, operation } from '../../kit/schema.ts';
import { STORES_TAG } from './stores.ts';

const LOOKS_A_MINUTE = 120;
const BOOKS_A_MINUTE = 20;

const NewAppointment = named(
  'NewAppointment',
  Type.Object(
    {
      storeId: Type.String({ maxLength: 64, examples: ['gz-tianhe'] }),
      startsAt: Instant,
      service: OneOf(STORE_SERVICES),
    },
    { additionalProperties: false },
  ),
);

const Appointment = named(
  'Appointment',
  Type.Object({
    reference: Type.String({ examples: ['AP-7K3F9QXM'] }),
    token: Type.String({
      description: 'With the reference it opens the appointment: it is seen and cancelled with both.',
    }),
    state: OneOf(APPOINTMENT_STATES),
    storeId: Type.String(),
    service: OneOf(STORE_SERVICES),
    startsAt: Instant,
    endsAt: Instant,
  }),
);

function bodyOf({ appointment, state }: AppointmentView, token: string) {
  const { reference, storeId, service, startsAt, endsAt } = appointment;
  return {
    ...{ reference, token, state, storeId, service },
    ...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
  };
}

/** Appointments at a store: by anybody, and then by whoever has the link. */
export function appointmentRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Body: Static<typeof NewAppointment> }>({
    ...operation('POST', '/appointments', {
      id: 'bookAppointment',
      asks: ['bookAppointment'],
      tag: STORES_TAG,
      summary: 'Make an appointment',
      description:
        'Whoever signed in gets a message and a reminder. Of anybody else nothing is kept but the time: the answer is all that there is, and is given once.',
      body: NewAppointment,
      answers: { 201: Appointment },
      errors: [
        'store_unknown',
        'slot_unknown',
        'slot_taken',
        'appointments_exhausted',
        'appointments_from_here',
      ],
      perMinute: BOOKS_A_MINUTE,
    }),
    handler: async (request, reply) => {
      const { actor, client } = request.caller;
      const { startsAt, ...asked } = request.body;
      const link = await bookAppointment(op, actor, {
        ...asked,
        startsAt: new Date(startsAt),
        formKey: String(request.headers['idempotency-key']),
        client,
      });
      return reply.code(201).send(bodyOf(await viewAppointment(op, actor, link), link.token));
    },
  });
  app.route<{ Params: Static<typeof LinkParams> }>({
    ...operation('GET', '/appointments/:reference/:token', {
      id: 'viewAppointment',
      asks: ['viewAppointment'],
      tag: STORES_TAG,
      summary: 'An appointment, by its reference and token',
      params: LinkParams,
      answers: { 200: Appointment },
      errors: ['appointment_unknown'],
      perMinute: LOOKS_A_MINUTE,
    }),
    handler: async (request) =>
      bodyOf(await viewAppointment(op, request.caller.actor, request.params), request.params.token),
  });
  app.route<{ Params: Static<typeof LinkParams> }>({
    ...operation('DELETE', '/appointments/:reference/:token', {
      id: 'cancelAppointment',
      asks: ['cancelAppointment'],
      tag: STORES_TAG,
      summary: 'Cancel an appointment, so that somebody else can have the time',
      params: LinkParams,
      answers: { 200: Appointment },
      errors: ['appointment_unknown', 'appointment_over'],
      idempotent: 'by-nature',
      perMinute: LOOKS_A_MINUTE,
    }),
    handler: async (request) =>
      bodyOf(await cancelAppointment(op, request.caller.actor, request.params), request.params.token),
  });
}
