import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { clockOf } from '../../../domain/stores/opening-hours.ts';
import { STORE_SERVICES, type Store } from '../../../domain/stores/store.ts';
import { LANGUAGES } from '../../../domain/values/language.ts';
import { parseLocalDate } from '../../../domain/values/local-date.ts';
import type { Operations } from '../../../operations/context.ts';
import { listStores, viewSlots, viewStore } from '../../../operations/stores/view-stores.ts';
import { named } from '../../kit/named-schema.ts';
import { limitOf, linkNext, PAGE, pageOf } from '../../kit/paging.ts';
import { Instant, LocalDateText, Nullable, OneOf, operation } from '../../kit/schema.ts';

export const STORES_TAG = 'Stores';
/** Of one client. */
const LOOKS_A_MINUTE = 240;

const Spoken = Type.Object(Object.fromEntries(LANGUAGES.map((language) => [language, Type.String()])), {
  description: 'The same in each language.',
});

export const StoreSummary = named(
  'Store',
  Type.Object({
    storeId: Type.String({ examples: ['gz-tianhe'] }),
    names: Spoken,
    jurisdiction: Type.String({ examples: ['cn'] }),
    province: Nullable(Type.String({ examples: ['CN-GD'] })),
    city: Spoken,
    address: Spoken,
    phone: Nullable(Type.String()),
    services: Type.Array(OneOf(STORE_SERVICES)),
    openingHours: Type.String({
      description: 'As OpenStreetMap writes them; `PH` are the public holidays of the rulebook.',
      examples: ['Mo-Fr 09:00-18:00; Sa 10:00-16:00; PH off'],
    }),
    timeZone: Type.String({ examples: ['Asia/Shanghai'] }),
    slotMinutes: Type.Integer({ description: 'How long an appointment is.' }),
    places: Type.Integer({ description: 'How many there can be at once; 0: none are made.' }),
  }),
);

const StoreView = named(
  'StoreView',
  Type.Object({
    store: StoreSummary,
    week: Type.Array(
      Type.Object({
        day: LocalDateText,
        spans: Type.Array(Type.Object({ from: Type.String({ examples: ['09:00'] }), to: Type.String() })),
      }),
      { description: 'The coming seven days, today the first; no spans: closed.' },
    ),
    days: Type.Array(LocalDateText, { description: 'For which appointments are made.' }),
  }),
);

const StoreList = named('StoreList', pageOf('stores', StoreSummary));

const Slots = named(
  'Slots',
  Type.Object({
    slots: Type.Array(
      Type.Object({
        startsAt: Instant,
        endsAt: Instant,
        free: Type.Integer({ minimum: 0, description: 'How many more can come then.' }),
      }),
    ),
  }),
);

const ListQuery = Type.Object(
  {
    jurisdiction: Type.Optional(Type.String({ maxLength: 8 })),
    province: Type.Optional(Type.String({ maxLength: 8, description: 'ISO 3166-2, e.g. `CN-GD`.' })),
    service: Type.Optional(OneOf(STORE_SERVICES)),
    ...PAGE,
  },
  { additionalProperties: false },
);
const StoreParams = Type.Object({ storeId: Type.String({ maxLength: 64 }) });
const DayQuery = Type.Object({ day: LocalDateText }, { additionalProperties: false });

export function storeBody(store: Store) {
  const { storeId, names, jurisdiction, province, city, address, phone, services } = store;
  const { hoursText: openingHours, timeZone, slotMinutes, places } = store;
  return {
    ...{ storeId, names, jurisdiction, province, city, address, phone, services: [...services] },
    ...{ openingHours, timeZone, slotMinutes, places },
  };
}

/** Where people are attended to, and when they can come: public. */
export function storeRoutes(app: FastifyInstance, op: Operations): void {
  app.route<{ Querystring: Static<typeof ListQuery> }>({
    ...operation('GET', '/stores', {
      id: 'listStores',
      asks: ['listStores'],
      tag: STORES_TAG,
      summary: 'Stores, in the order of the operator',
      query: ListQuery,
      answers: { 200: StoreList },
      errors: ['request_invalid'],
      perMinute: LOOKS_A_MINUTE,
    }),
    handler: async (request, reply) => {
      const { jurisdiction = null, province = null, service = null, after = null } = request.query;
      const page = await listStores(op, request.caller.actor, {
        ...{ jurisdiction, province, service, after },
        limit: limitOf(request.query),
      });
      linkNext(request, reply, page.next);
      return { stores: page.stores.map(storeBody), next: page.next };
    },
  });
  app.route<{ Params: Static<typeof StoreParams> }>({
    ...operation('GET', '/stores/:storeId', {
      id: 'viewStore',
      asks: ['viewStore'],
      tag: STORES_TAG,
      summary: 'One store, when it is open, and for which days appointments are made',
      params: StoreParams,
      answers: { 200: StoreView },
      errors: ['store_unknown'],
      perMinute: LOOKS_A_MINUTE,
    }),
    handler: async (request) => {
      const { store, week, days } = await viewStore(op, request.caller.actor, request.params);
      return {
        store: storeBody(store),
        week: week.map(({ day, spans }) => ({
          day,
          spans: spans.map(({ from, to }) => ({ from: clockOf(from), to: clockOf(to) })),
        })),
        days,
      };
    },
  });
  app.route<{ Params: Static<typeof StoreParams>; Querystring: Static<typeof DayQuery> }>({
    ...operation('GET', '/stores/:storeId/slots', {
      id: 'viewSlots',
      asks: ['viewSlots'],
      tag: STORES_TAG,
      summary: 'The times of one day for which appointments are made, full ones too',
      params: StoreParams,
      query: DayQuery,
      answers: { 200: Slots },
      errors: ['store_unknown', 'date_invalid'],
      perMinute: LOOKS_A_MINUTE,
    }),
    handler: async (request) => {
      const day = parseLocalDate(request.query.day);
      const slots = await viewSlots(op, request.caller.actor, { ...request.params, day });
      return {
        slots: slots.map(({ startsAt, endsAt, free }) => ({
          ...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), free },
        })),
      };
    },
  });
}
