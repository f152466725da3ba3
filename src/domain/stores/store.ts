import type { Spoken } from '../operator/house.ts';
import type { Capacity } from '../rules/capacity.ts';
import type { OpeningHours } from './opening-hours.ts';

/** What somebody may come to a store for. */
export const STORE_SERVICES = ['end_line', 'report_loss', 'for_another', 'card_return'] as const;
export type StoreService = (typeof STORE_SERVICES)[number];

/** A place of the operator's where people are attended to. */
export interface Store {
  /** The operator's own name for it, as the claim of the desks' sign-in gives it. */
  readonly storeId: string;
  readonly names: Spoken;
  readonly jurisdiction: string;
  /** ISO 3166-2, where the rules differ by province. */
  readonly province: string | null;
  readonly city: Spoken;
  readonly address: Spoken;
  /** As it is dialled. */
  readonly phone: string | null;
  readonly services: readonly StoreService[];
  /** As the file writes it. */
  readonly hoursText: string;
  readonly hours: OpeningHours;
  readonly timeZone: string;
  /** How long one appointment is. */
  readonly slotMinutes: number;
  /** How many appointments there can be at once; 0: none are made, people just come. */
  readonly places: number;
}

/** What somebody comes for who wants to end a line. */
export function serviceFor({
  capacity,
  urgent,
}: {
  readonly capacity: Capacity;
  readonly urgent: boolean;
}): StoreService {
  if (urgent) return 'report_loss';
  return capacity === 'owner' ? 'end_line' : 'for_another';
}
