import type { Eid } from '../domain/values/eid.ts';
import type { Iccid } from '../domain/values/iccid.ts';
import type { NotificationEvent } from '../rsp/notification-tags.ts';
import type { NotificationMetadata } from '../rsp/notification-writer.ts';

/** SGP.22 annex H ProfileClass. */
export const PROFILE_CLASSES = { test: 0, provisioning: 1, operational: 2 } as const;
export type ProfileClass = keyof typeof PROFILE_CLASSES;

/** Who is told of each event: host names. An event without any leaves no notification, hence no proof, ever. */
export type NotificationAddresses = Readonly<Partial<Record<NotificationEvent, readonly string[]>>>;

/** What the operator says of a profile (StoreMetadata, SGP.22 section 5.5.3). */
export interface ProfileMetadata {
  readonly iccid: Iccid;
  readonly serviceProviderName: string;
  readonly profileName: string;
  readonly profileClass: ProfileClass;
  /** Profile policy rule 2: this profile must not be deleted (SGP.22 section 2.9.2). */
  readonly ppr2: boolean;
  readonly notificationAddresses: NotificationAddresses;
}

export interface Profile extends ProfileMetadata {
  /** AID of the profile's ISD-P, 32 hexadecimal places. */
  readonly isdpAid: string;
  readonly nickname: string | null;
  readonly enabled: boolean;
}

export interface KeptNotification extends NotificationMetadata {
  /** PendingNotification as an LPA fetches it, base64 of DER: signed once, the same bytes at every try. */
  readonly pending: string;
}

/** Everything that an eUICC keeps without power. Plain values, so that it is its own JSON. */
export interface EuiccState {
  readonly eid: Eid;
  /** Certificates, base64 of DER. */
  readonly ciCertificate: string;
  readonly eumCertificate: string;
  readonly euiccCertificate: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  readonly rootDsAddress: string;
  readonly defaultDpAddress: string;
  readonly profiles: readonly Profile[];
  /** Oldest first. */
  readonly notifications: readonly KeptNotification[];
  /** How many notifications fit; one more pushes the oldest out. */
  readonly notificationCapacity: number;
  readonly nextSeqNumber: number;
}
