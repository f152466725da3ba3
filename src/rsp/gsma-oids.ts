/** Object identifiers of certificates in remote SIM provisioning: SGP.22 section 4.5.2.1 and annex H, RFC 5280. */

/**
 * What a certificate policy makes of its certificate. SGP.22 v2 numbers the roles flat (Variant O); v3 nests them, each
 * under the one that issues it: CI, sub CI, EUM, sub EUM, eUICC (Variants Ov3, A, B, C).
 */
export const ROLE_POLICIES = {
  ci: ['2.23.146.1.2.1.0'],
  subCi: ['2.23.146.1.2.1.0.0'],
  eum: ['2.23.146.1.2.1.2', '2.23.146.1.2.1.0.0.0'],
  subEum: ['2.23.146.1.2.1.0.0.0.0'],
  euicc: ['2.23.146.1.2.1.1', '2.23.146.1.2.1.0.0.0.0.0'],
} as const;
export type Role = keyof typeof ROLE_POLICIES;

export const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  ecPublicKey: '1.2.840.10045.2.1',
  organization: '2.5.4.10',
  serialNumber: '2.5.4.5',
  commonName: '2.5.4.3',
  subjectKeyId: '2.5.29.14',
  authorityKeyId: '2.5.29.35',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  policies: '2.5.29.32',
  nameConstraints: '2.5.29.30',
  subjectAltName: '2.5.29.17',
  crlDistributionPoints: '2.5.29.31',
  deltaCrl: '2.5.29.27',
  /** SEQUENCE OF PrintableString: the EID prefixes (EIN) that an EUM may use, in v3 in place of nameConstraints. */
  permittedEins: '2.23.146.1.2.2.0',
} as const;

/** The two curves of SGP.22 section 2.6.7 that are in the field, by their OID. */
export const CURVES = {
  'P-256': '1.2.840.10045.3.1.7',
  brainpoolP256r1: '1.3.36.3.3.2.8.1.1.7',
} as const;
export type Curve = keyof typeof CURVES;
