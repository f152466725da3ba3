import type { Json } from './example-values.ts';

/** A store, as everything that lists stores shows it. */
export const STORE: Json = {
  ...{ storeId: 'shop-014', names: { 'zh-CN': 'Xugou Lu', en: 'Imaginary Road' } },
  ...{ jurisdiction: 'cn', province: 'CN-GD', city: { 'zh-CN': 'Shili Shi', en: 'Sampleton' } },
  ...{ address: { 'zh-CN': 'Xugou Lu 1 Hao', en: '1 Imaginary Road' }, phone: '164 0000 0014' },
  ...{ services: ['end_line', 'card_return'], openingHours: 'Mo-Fr 09:00-18:00; Sa 10:00-16:00; PH off' },
  ...{ timeZone: 'Asia/Shanghai', slotMinutes: 20, places: 2 },
};
const APPOINTMENT: Json = { storeId: 'shop-014', startsAt: '2026-12-01T02:00:00.000Z', service: 'end_line' };

/** Of stores and appointments, by the name of the schema. */
export const STORE_EXAMPLES: Readonly<Record<string, Json>> = {
  Store: STORE,
  StoreView: {
    store: STORE,
    week: [{ day: '2026-11-30', spans: [{ from: '09:00', to: '18:00' }] }],
    days: ['2026-11-30', '2026-12-01'],
  },
  Slots: { slots: [{ startsAt: '2026-12-01T02:00:00.000Z', endsAt: '2026-12-01T02:20:00.000Z', free: 2 }] },
  NewAppointment: APPOINTMENT,
  Appointment: {
    ...{ reference: 'AP-7K3F9QXM', token: '2B8DHT5V0WNER4YA', state: 'ahead', ...APPOINTMENT },
    endsAt: '2026-12-01T02:20:00.000Z',
  },
};
