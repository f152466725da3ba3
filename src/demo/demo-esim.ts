import type { ProfileState } from '../domain/lines/esim-profile.ts';
import type { AccessInput, HolderInput, LineInput, ProfileInput } from '../domain/lines/line-input.ts';
import type { Language } from '../domain/values/language.ts';
import { demoEid, demoIccid, demoImei, demoImsi, pick, type Random } from './fictional.ts';

/** The demo operator's host names; names under .example are nobody's. */
export const DEMO_SMDP = 'smdp.demo.handback.example';
/** Whom the profiles tell of their deletion. */
export const DEMO_NOTIFIED = 'rsp.demo.handback.example';

type DeviceKind = 'phone' | 'tablet' | 'watch';

const DEVICE_NAMES: Readonly<Record<DeviceKind, string>> = {
  phone: 'iPhone',
  tablet: 'iPad',
  watch: 'Apple Watch',
};
/** Devices of one line have numbers of their own. */
const DEVICES_APART = 1_000_000_000;
const DEVICE_NUMBER: Readonly<Record<DeviceKind, number>> = { phone: 0, watch: 1, tablet: 2 };

interface OnDevice {
  readonly holder: HolderInput;
  readonly kind: DeviceKind;
  /** Tells the profiles of a line apart, as in `demoIccid`. */
  readonly card?: number;
  readonly maker?: number;
}

/** The n-th line's profile on the device of this kind that its holder has. */
export function profileOn(
  n: number,
  { holder, kind, card = 0, maker = 0 }: OnDevice,
  changes: Partial<ProfileInput> = {},
): ProfileInput {
  const device = n + DEVICE_NUMBER[kind] * DEVICES_APART;
  return {
    iccid: demoIccid(n, card),
    eid: demoEid(device, maker),
    state: 'installed',
    smdpAddress: DEMO_SMDP,
    matchingId: null,
    notifiesDeletion: true,
    label: deviceLabel(holder, DEVICE_NAMES[kind]),
    imei: demoImei(n + DEVICE_NUMBER[kind] * 300_000),
    ...changes,
  };
}

/** A profile that no device has fetched. */
export function orderedProfile(n: number, state: ProfileState, card = 0): ProfileInput {
  return {
    iccid: demoIccid(n, card),
    eid: null,
    state,
    smdpAddress: DEMO_SMDP,
    matchingId: `DEMO-${n.toString(36).toUpperCase()}`,
    notifiesDeletion: true,
    label: null,
    imei: null,
  };
}

export function esimAccess(n: number, card: number, { iccid, eid }: ProfileInput): AccessInput {
  return { kind: 'esim', imsi: demoImsi(n, card), iccid, eid };
}

export function companionAccess(n: number, card: number, profile: ProfileInput): AccessInput {
  return { ...esimAccess(n, card, profile), kind: 'companion' };
}

/** A line whose one access is an eSIM in a phone. */
export function esimPhone(
  n: number,
  holder: HolderInput,
  changes: Partial<ProfileInput> = {},
): Pick<LineInput, 'accesses' | 'profiles'> {
  const phone = profileOn(n, { holder, kind: 'phone' }, changes);
  return { accesses: [esimAccess(n, 0, phone)], profiles: [phone] };
}

function deviceLabel({ name, kind, language }: HolderInput, device: string): string | null {
  if (name === null || kind === 'legal') return null;
  return (LABELS[language ?? 'zh-CN'] ?? LABELS.en)(name, device);
}

type Naming = (name: string, device: string) => string;

/** What people call their phones. */
const LABELS: { readonly en: Naming } & { readonly [L in Language]?: Naming } = {
  en: (name, device) => `${name.split(' ')[0]}'s ${device}`,
  // Without the family name.
  'zh-CN': (name, device) => `${[...name].slice(1).join('')}的 ${device}`,
};

const ORDER_STATES = [
  'released',
  'released',
  'released',
  'confirmed',
  'linked',
  'allocated',
  'error',
] as const;

/** What one in three ordinary lines has in place of its card, or beside it. */
export function strewnEsim(n: number, line: LineInput, random: Random): Partial<LineInput> {
  const { holder, accesses } = line;
  const lot = random();
  if (lot >= 0.34) return {};
  const maker = Math.floor(random() * 4);
  const told = random();
  const changes = {
    notifiesDeletion: told < 0.8 ? true : told < 0.93 ? null : false,
    state: random() < 0.03 ? ('downloaded' as const) : ('installed' as const),
  };
  const on = (kind: DeviceKind, card: number): ProfileInput =>
    profileOn(n, { holder, kind, card, maker }, changes);
  if (lot < 0.25) {
    const phone = on('phone', 0);
    return { accesses: [esimAccess(n, 0, phone)], profiles: [phone] };
  }
  if (lot < 0.28) {
    const phone = on('phone', 0);
    return { accesses: [esimAccess(n, 0, phone)], profiles: [phone, on('tablet', 1)] };
  }
  if (lot < 0.32) {
    const watch = on('watch', 1);
    return { accesses: [...accesses, companionAccess(n, 1, watch)], profiles: [watch] };
  }
  return { profiles: [orderedProfile(n, pick(random, ORDER_STATES), 1)] };
}
