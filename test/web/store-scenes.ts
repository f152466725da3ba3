import { appointmentPath } from '../../src/operations/stores/appointment-link.ts';
import { bookAppointment } from '../../src/operations/stores/book-appointment.ts';
import { viewSlots, viewStore } from '../../src/operations/stores/view-stores.ts';
import { putStores, storeRow } from '../operations/stores/store-scene.ts';
import { VISITOR } from '../support/actors.ts';
import type { PortalInstance } from './portal-instance.ts';
import type { Scene } from './scenes.ts';

/** Stores with times and without, and an appointment that somebody made. */
export async function storeScenes({ operations: op }: PortalInstance): Promise<readonly Scene[]> {
  await putStores(
    op,
    storeRow('round-the-clock', { hours: '24/7', places: '3' }),
    storeRow('walk-in', { places: '0', province: 'CN-BJ' }),
  );
  const store = { storeId: 'round-the-clock' };
  const { days } = await viewStore(op, VISITOR, store);
  const day = days[1]!;
  const [slot] = await viewSlots(op, VISITOR, { ...store, day });
  const link = await bookAppointment(op, VISITOR, {
    ...{ ...store, startsAt: slot!.startsAt, service: 'end_line', formKey: 'scene' },
    client: '192.0.2.1',
  });
  const scene = (name: string, path: string): Scene => ({ name, path, as: null });
  return [
    scene('stores', '/stores?country=cn'),
    scene('store with times', `/stores/round-the-clock?day=${day}`),
    scene('store without appointments', '/stores/walk-in'),
    scene('appointment', appointmentPath(link)),
  ];
}
