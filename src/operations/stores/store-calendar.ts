import type { Store } from '../../domain/stores/store.ts';
import type { Calendar } from '../../domain/values/working-days.ts';
import type { Operations } from '../context.ts';

/** The public holidays where a store is, as its rulebook states them. */
export function storeCalendar(op: Operations, { jurisdiction, province }: Store): Calendar {
  return op.rulebooks.current(jurisdiction, province, op.clock.now()).settings.routes.value.calendar;
}
