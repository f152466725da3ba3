import type { CertificateFile, ProfileStatement, Statement } from '../../domain/certificates/certificate.ts';

/** One eSIM profile as people are shown it: masked, and only what the copy opens. */
export interface ShownProfile {
  readonly profile: ProfileStatement;
  readonly iccid: string | null;
  readonly eid: string | null;
}

export function shownProfiles({ statement, openings }: CertificateFile): ShownProfile[] {
  return statement.profiles.map((profile, i) => ({
    profile,
    iccid: maskIccid(openings[`/profiles/${i}/iccid`]?.value),
    eid: maskEid(openings[`/profiles/${i}/eid`]?.value),
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
 * connects to nothing. Which access a profile was is in salted commitments, hence all of them.
 */
export function isGoneFromNetwork({ accesses }: Statement): boolean {
  return accesses.length > 0 && accesses.every((access) => access.absentAtEnd);
}
