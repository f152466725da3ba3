import { EVENT_BITS, type NotificationEvent } from '../rsp/notification-tags.ts';

/** The content of a NotificationEvent (a named BIT STRING) that names this one event, done on the device itself. */
export function eventBits(event: NotificationEvent): Buffer {
  return Buffer.from(EVENT_BITS.find((one) => one.event === event && one.origin === 'local')!.bits, 'hex');
}

/** Whether a NotificationEvent, which may have several bits set, names this event. */
export function namesEvent(bits: Buffer, event: NotificationEvent): boolean {
  return ((bits[1] ?? 0) & eventBits(event)[1]!) !== 0;
}

/** The one event that a NotificationEvent names. @throws RangeError */
export function readEvent(bits: Buffer): NotificationEvent {
  const known = EVENT_BITS.find((one) => one.bits === bits.toString('hex'));
  if (known === undefined) throw new RangeError(`not one event: ${bits.toString('hex')}`);
  return known.event;
}
