import { timingSafeEqual } from 'node:crypto';
import { HandbackError } from '../../domain/errors.ts';
import { base32 } from '../../domain/values/base32.ts';
import { plainText } from '../../domain/values/pasted-text.ts';
import type { Vault } from '../../store/database/vault.ts';
import { type Appointment, findAppointment } from '../../store/stores/appointments.ts';
import type { Operations } from '../context.ts';

/** What the address of an appointment says: of which, and that it came from us. */
export interface AppointmentLink {
  readonly reference: string;
  readonly token: string;
}

/** The name of an appointment, e.g. `AP-7K3F9QXM`; no secret. */
export function newAppointmentReference(vault: Vault): string {
  return `AP-${base32(vault.random(5))}`;
}

/** 80 bits, keyed: nobody makes one for an appointment that is not theirs, and none is kept. */
export function appointmentToken(vault: Vault, reference: string): string {
  return base32(vault.index('appointment', reference).subarray(0, 10));
}

/** The path of the page on which an appointment is seen and cancelled. */
export const appointmentPath = (vault: Vault, reference: string): string =>
  `/visit/${reference}/${appointmentToken(vault, reference)}`;

/** @throws HandbackError `appointment_unknown`, also for a link that is not ours */
export async function appointmentOfLink(op: Operations, link: AppointmentLink): Promise<Appointment> {
  const reference = plainText(link.reference).slice(0, 40).toUpperCase();
  const right = Buffer.from(appointmentToken(op.vault, reference));
  const given = Buffer.from(link.token.slice(0, 100).toUpperCase());
  const ours = given.length === right.length && timingSafeEqual(given, right);
  const found = ours ? await findAppointment(op.pool, reference) : null;
  if (found === null) throw new HandbackError('appointment_unknown');
  return found;
}
