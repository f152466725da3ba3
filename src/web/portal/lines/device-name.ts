import type { Messages } from '../../../messages/index.ts';

/** What a device is called: as its holder calls it, else by its last digits. */
export function deviceName(
  { esim: text }: Messages,
  device: { readonly label: string | null; readonly eidEnd: string | null; readonly iccid: string },
): string {
  if (device.label !== null) return device.label;
  if (device.eidEnd !== null) return text.deviceEnding(device.eidEnd);
  return text.profileEnding(device.iccid.slice(-4));
}
