import type { Claims, ProfileStatement } from '../../domain/certificates/certificate.ts';

/** One eSIM profile as people are shown it: masked, and only what the copy discloses. */
export interface ShownProfile {
  readonly profile: ProfileStatement;
  readonly iccid: string | null;
  readonly eid: string | null;
}

export function shownProfiles({ profiles }: Claims): ShownProfile[] {
  return profiles.map((profile) => ({
    profile,
    iccid: maskIccid(profile.iccid),
    eid: maskEid(profile.eid),
  }));
}

/** Enough to recognise one's own card by. */
export function maskIccid(iccid: string | undefined): string | null {
  return iccid === undefined ? null : `${iccid.slice(0, 6)} … ${iccid.slice(-4)}`;
}

/** The last four digits, which are what people compare an EID by. */
export function maskEid(eid: string | undefined): string | null {
  return eid === undefined ? null : `… ${eid.slice(-4)}`;
}

/**
 * Whether the certificate shows that the network no longer knows the line, so that a profile that is still on a device
 * connects to nothing. Which access a profile was is disclosed by choice, hence all of them.
 */
export function isGoneFromNetwork({ accesses }: Claims): boolean {
  return accesses.length > 0 && accesses.every((access) => access.absentAtEnd);
}
