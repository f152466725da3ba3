/** What `handback verify` answers. */
export const verifyCommand = {
  notACertificate: (reason: string) => `Not a certificate of Handback (${reason}).`,
  altered: (where: string, detail: string) => `ALTERED: ${where} is not as it was signed (${detail}).`,
  unknownIssuer: {
    key_revoked: (key: string) =>
      `Unknown issuer: the key ${key} is revoked. Nothing can be said about the content.`,
    key_unknown: (key: string) =>
      `Unknown issuer: the key ${key} is in no trust document. Nothing can be said about the content.`,
  },
  authentic: (f: { issuer: string; id: string; key: string; signedAt: string }) =>
    `Authentic: issued by ${f.issuer} (${f.id}), key ${f.key}, signed ${f.signedAt}.`,
  labels: {
    certificate: 'certificate',
    case: 'case',
    serviceEnded: 'service ended',
    billingEnded: 'billing ended',
    numberReleased: 'number released',
    access: 'access',
    profile: 'eSIM profile',
    number: 'number',
  },
  noNumber: 'no number',
  access: (kind: string, detach: string, gone: string) => `${kind}: detach ${detach}, ${gone}`,
  absent: { true: 'absent when asked again', false: 'NOT proven absent' },
  profile: (short: string, plain: string) => `${short}. ${plain}`,
  number: {
    match: 'matches',
    no_match: 'DOES NOT MATCH',
    no_salt: 'cannot tell: this copy does not open the number',
    no_number: 'DOES NOT MATCH: the line had no number',
  },
  statusUnknown: 'Whether it was revoked since is not known: give --status with a status list.',
  revoked: (at: string, reason: string) => `REVOKED ${at}: ${reason}.`,
  notRevoked: (at: string) => `Not revoked as of ${at}.`,
  notRevokedStale: (at: string) => `Not revoked as of ${at} (a newer list should be had).`,
  superseded: (by: string) => `Superseded by ${by}.`,

  evidence: 'Evidence:',
  notLookedAt: 'The evidence in it was not looked at.',
  noProfiles: 'Evidence: the line had no eSIM profile, so there is no deletion to verify.',
  noDeletion: 'no signed deletion, so there is nothing to verify',
  noOpenings:
    'This copy holds no openings, so that nothing can be verified: ask the holder for the full one.',
  noCi: 'No CI is trusted here: give --ci with the certificates of the GSMA CIs.',
  notDisclosed: (why: string) => `NOT DISCLOSED: ${why}`,
  failed: (why: string) => `FAILED: ${why}`,
  doesNotMatch: (why: string) => `DOES NOT MATCH: ${why}`,
  signedBy: (sequenceNumber: number, ci: string) => `sequence number ${sequenceNumber}, CI ${ci}`,
  closed: (by: string, numbers: readonly string[]) =>
    `signed by an eUICC (${by}), but CANNOT TELL for which profile: this copy does not open the ${numbers.join(' and the ')}`,
  verified: (by: string, revocation: string) =>
    `verified: this eUICC signed the deletion of this profile (${by}); ${revocation}`,
  makerUnknown: 'whether its maker was revoked is not known: give --crl',
  makerNotRevoked: (at: string) => `its maker not revoked as of ${at}`,
  makerNotRevokedStale: (at: string) => `its maker not revoked as of ${at} (a newer CRL should be had)`,
  reasons: {
    notification_not_disclosed: 'this copy does not hold what the eUICC signed',
    opening_invalid: 'what this copy holds is not what the certificate commits to',
    received_in_future: 'it is said to be received at a time that is yet to come',
    anchor_unknown: 'unknown CI: its certificates lead to none of the trusted ones',
    chain_expired: 'a certificate had expired when it was received',
    chain_not_yet_valid: 'a certificate was not yet valid when it was received',
    chain_revoked: 'the maker of the eUICC was revoked by its CI',
    signature_invalid: 'the eUICC did not sign this',
    event: 'what the eUICC signed is no deletion',
    iccid: 'another profile was deleted',
    iccid_not_signed: 'what the eUICC signed names no profile',
    eid: 'another eUICC signed it',
    eid_not_stated: 'the certificate knows of no device, and yet one signed',
    sequence_number_differs: 'the sequence number is another one',
  },
  otherReason: (reason: string) => `it cannot be believed (${reason})`,

  fileIn: (folder: string) => `A file in ${folder}`,
  trustFault: (file: string, fault: string) => `${file} ${fault}.`,
  trustFaults: {
    anchor_malformed: 'holds no certificate that can be read',
    anchor_key_conflict: 'has another key than a CI certificate of the same key identifier',
    anchor_not_ci: 'is not a certificate of a GSMA CI',
    anchor_test:
      'is a test CI of SGP.26, whose private key everyone has: it proves nothing (--test-ci takes it, for tests)',
    crl_malformed: 'is not a CRL, or not a whole one',
    crl_not_of_anchor: 'is a CRL of none of the trusted CIs',
  },
};
