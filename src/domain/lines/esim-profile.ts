/**
 * Where an eSIM profile is. The first nine are states at the SM-DP+ (SGP.22 section 3.1.6, from the order to the
 * installation, `unavailable` after a cancelled order); `deleted` is what only the device can make of an installed one.
 */
export const PROFILE_STATES = [
  'available',
  'allocated',
  'linked',
  'confirmed',
  'released',
  'downloaded',
  'installed',
  'error',
  'unavailable',
  'deleted',
] as const;
export type ProfileState = (typeof PROFILE_STATES)[number];

/** The operator can still take the profile back by ES2+ cancelOrder: no device has it. */
export function isCancellable(state: ProfileState): boolean {
  return CANCELLABLE.has(state);
}

const CANCELLABLE: ReadonlySet<ProfileState> = new Set([
  'available',
  'allocated',
  'linked',
  'confirmed',
  'released',
  'error',
]);

/** A device has the profile, so only the device can delete it. */
export function isOnDevice(state: ProfileState): boolean {
  return state === 'downloaded' || state === 'installed';
}

/** What an eUICC notifies of: `NotificationEvent` of SGP.22 section 2.5. */
export type NotificationEvent = 'install' | 'enable' | 'disable' | 'delete';
