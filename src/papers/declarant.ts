import type { Capacity } from '../domain/rules/capacity.ts';

/** In whose words a form is signed: an heir applies for an estate, for nobody who could have sent them. */
export function declarantOf(capacity: Capacity): 'owner' | 'heir' | 'other' {
  return capacity === 'owner' || capacity === 'heir' ? capacity : 'other';
}
