import { HandbackError } from '../../domain/errors.ts';
import { base32 } from '../../domain/values/base32.ts';
import type { Vault } from '../../store/database/vault.ts';
import { type Appointment, findAppointment } from '../../store/stores/appointments.ts';
import { type KeyedLink, keyedToken, referenceOfLink } from '../access/keyed-token.ts';
import type { Operations } from '../context.ts';

export type AppointmentLink = KeyedLink;

const PURPOSE = 'appointment';

/** The name of an appointment, e.g. `AP-7K3F9QXM`; no secret. */
export function newAppointmentReference(vault: Vault): string {
  return `AP-${base32(vault.random(5))}`;
}

export function appointmentLink(vault: Vault, reference: string): AppointmentLink {
  return { reference, token: keyedToken(vault, PURPOSE, reference) };
}

/** The path of the page on which an appointment is seen and cancelled. */
export const appointmentPath = ({ reference, token }: AppointmentLink): string =>
  `/visit/${reference}/${token}`;

/** @throws HandbackError `appointment_unknown`, also for a link that is not ours */
export async function appointmentOfLink(op: Operations, link: AppointmentLink): Promise<Appointment> {
  const reference = referenceOfLink(op.vault, PURPOSE, link);
  const found = reference === null ? null : await findAppointment(op.pool, reference);
  if (found === null) throw new HandbackError('appointment_unknown');
  return found;
}
