import { contextPrimitive, sequence, tlv } from '../asn1/der.ts';
import { iccidToBytes } from '../rsp/iccid-bytes.ts';
import type { NotificationEvent } from '../rsp/notification-tags.ts';
import { PROFILE_CLASSES, type Profile } from './euicc-state.ts';
import { eventBits } from './notification-event.ts';

/** Tags of ProfileInfo (SGP.22 annex H). */
export const PROFILE_TAG = {
  info: 0xe3,
  iccid: 0x5a,
  isdpAid: 0x4f,
  state: 0x9f70,
  nickname: 0x90,
  serviceProviderName: 0x91,
  profileName: 0x92,
  profileClass: 0x95,
  notificationConfiguration: 0xb6,
  policyRules: 0x99,
} as const;

const { iccid, isdpAid, state, nickname, serviceProviderName, profileName, profileClass } = PROFILE_TAG;

/** What GetProfilesInfo tells without a tag list (SGP.22 section 5.7.15); no profile here has an icon. */
export const DEFAULT_PROFILE_TAGS: readonly number[] = [
  iccid,
  isdpAid,
  state,
  nickname,
  serviceProviderName,
  profileName,
  profileClass,
];

/** ProfileInfo with the data objects that are asked for and that the profile has, in the order of annex H. */
export function encodeProfileInfo(profile: Profile, tags: readonly number[]): Buffer {
  const all: readonly (readonly [number, Buffer | null])[] = [
    [PROFILE_TAG.iccid, iccidToBytes(profile.iccid)],
    [PROFILE_TAG.isdpAid, Buffer.from(profile.isdpAid, 'hex')],
    [PROFILE_TAG.state, Buffer.of(profile.enabled ? 1 : 0)],
    [PROFILE_TAG.nickname, profile.nickname === null ? null : Buffer.from(profile.nickname)],
    [PROFILE_TAG.serviceProviderName, Buffer.from(profile.serviceProviderName)],
    [PROFILE_TAG.profileName, Buffer.from(profile.profileName)],
    [PROFILE_TAG.profileClass, Buffer.of(PROFILE_CLASSES[profile.profileClass])],
    [PROFILE_TAG.notificationConfiguration, notificationConfiguration(profile)],
    [PROFILE_TAG.policyRules, profile.ppr2 ? Buffer.of(0x05, 0x20) : null],
  ];
  const asked = all.flatMap(([tag, content]) =>
    content !== null && tags.includes(tag) ? [tlv(tag, content)] : [],
  );
  return tlv(PROFILE_TAG.info, ...asked);
}

/** One NotificationConfigurationInformation for each event and address; null where nobody is told of anything. */
function notificationConfiguration({ notificationAddresses }: Profile): Buffer | null {
  const entries = Object.entries(notificationAddresses) as [NotificationEvent, readonly string[]][];
  const told = entries.flatMap(([event, addresses]) =>
    addresses.map((address) =>
      sequence(contextPrimitive(0, eventBits(event)), contextPrimitive(1, Buffer.from(address))),
    ),
  );
  return told.length === 0 ? null : Buffer.concat(told);
}
