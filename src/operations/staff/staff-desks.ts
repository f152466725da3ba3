import { HandbackError } from '../../domain/errors.ts';
import type { Operations } from '../context.ts';

/** @throws HandbackError `no_desks` where the settings name no issuer */
export function staffDesks({ staff }: Operations): NonNullable<Operations['staff']> {
  if (staff === null) throw new HandbackError('no_desks');
  return staff;
}
