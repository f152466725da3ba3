/** Why a notification, a chain or an anchor is refused: closed lists of stable codes. */

export const NOTIFICATION_FAULTS = [
  /** Longer than `MAX_NOTIFICATION_BYTES`. */
  'too_large',
  'not_der',
  'bytes_after',
  /** Neither OtherSignedNotification nor ProfileInstallationResult. */
  'unknown_shape',
  'metadata_malformed',
  /** Negative, not the shortest INTEGER, or above 2^53 - 1. */
  'sequence_number',
  /** None of the events, or several, or not in DER. */
  'event_not_exactly_one',
  'address_missing',
  'iccid_malformed',
  /** Not 64 bytes. */
  'signature_form',
  'certificate_missing',
  /** More than an eUICC can have above it: sub EUM, EUM, sub CI. */
  'certificates_too_many',
] as const;
export type NotificationFaultCode = (typeof NOTIFICATION_FAULTS)[number];

export const CHAIN_FAULTS = [
  /** A certificate is not of the form of RFC 5280 and SGP.22 section 4.5.2. */
  'certificate_malformed',
  /** A certificate between the eUICC and the EUM is not in the notification. */
  'chain_incomplete',
  /** The chain ends at a CI that is not trusted here. */
  'anchor_unknown',
  'chain_signature',
  /** A certificate of another role stands where an eUICC's, EUM's or sub CI's must be. */
  'chain_policy',
  /** The EUM may not issue for this EID or organization, or does not say for which. */
  'chain_constraint',
  /** keyUsage or basicConstraints do not permit it. */
  'chain_usage',
  /** A critical extension that is not understood (RFC 5280 section 4.2). */
  'chain_extension',
  'chain_expired',
  'chain_not_yet_valid',
  'chain_revoked',
  /** Not P-256 or brainpoolP256r1, or not the same curve from the CI down. */
  'chain_curve',
  'eid_malformed',
] as const;
export type ChainFaultCode = (typeof CHAIN_FAULTS)[number];

/** Why an anchor or a CRL cannot be taken into use: a fault of the configuration, told at the start. */
export const TRUST_FAULTS = [
  'anchor_malformed',
  /** Two keys under one identifier. */
  'anchor_key_conflict',
  /** A certificate, but not a self-signed one of a CI. */
  'anchor_not_ci',
  /** A test CI of SGP.26, whose private key everyone has. */
  'anchor_test',
  'crl_malformed',
  /** Signed by none of the anchors. */
  'crl_not_of_anchor',
] as const;
export type TrustFaultCode = (typeof TRUST_FAULTS)[number];

class CodedFault<Code extends string> extends Error {
  readonly code: Code;

  constructor(code: Code, options?: ErrorOptions) {
    super(code, options);
    this.name = new.target.name;
    this.code = code;
  }
}

export class NotificationFault extends CodedFault<NotificationFaultCode> {}
export class ChainFault extends CodedFault<ChainFaultCode> {}
export class TrustFault extends CodedFault<TrustFaultCode> {}
