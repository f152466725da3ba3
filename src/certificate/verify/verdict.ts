import type { CertificateCopy } from '../../domain/certificates/certificate.ts';
import type { JsonFault } from '../../domain/values/strict-json.ts';
import type { SdJwtFault } from '../credential/sd-jwt.ts';
import type { CertificateState, StatusListFault } from '../credential/status-token.ts';
import type { Issuer } from '../sign/issuer.ts';

/** What offline verification can answer; the set is closed. */
export type Verdict = NotACertificate | Altered | UnknownIssuer | Authentic;

export interface NotACertificate {
  readonly result: 'not_a_certificate';
  readonly reason:
    | JsonFault
    | 'empty'
    | 'too_large'
    | 'format_unknown'
    | 'type_unknown'
    | 'pdf_foreign'
    | 'pdf_unsigned'
    | 'unreadable';
}

/** Something is not as the operator signed it, or as the holder was given it. */
export interface Altered {
  readonly result: 'altered';
  readonly where: AlteredPart;
  readonly detail: AlteredDetail;
}

export type AlteredPart =
  /** The JWT: its header, claims or signature. */
  | 'signature'
  /** What was disclosed beside it. */
  | 'disclosures'
  /** What stands around both. */
  | 'file'
  | 'pdf_signature'
  | 'pdf_attachment'
  | 'bytes_after_signature';

export type AlteredDetail =
  | Exclude<SdJwtFault, 'not_an_sd_jwt'>
  | NotACertificate['reason']
  | 'header'
  | 'signature_invalid'
  | 'certificate_chain'
  | 'signed_before_key_existed'
  | 'signed_after_key_ended'
  | 'claims_unreadable'
  | 'claims_of_another_operator'
  | 'key_binding_unexpected'
  | 'log_proof_wrong'
  | 'missing'
  | 'span'
  | 'bytes_after_signature'
  | 'signed_by_another_operator';

/** The key is not in the trust documents, or revoked in them: nothing can be said about the content. */
export interface UnknownIssuer {
  readonly result: 'unknown_issuer';
  readonly reason: 'key_unknown' | 'key_revoked';
  readonly keyId: string;
}

export interface Authentic {
  readonly result: 'authentic';
  readonly source: 'compact' | 'json' | 'pdf';
  /** As the trust document names it. */
  readonly issuer: Issuer;
  readonly keyId: string;
  /** UTC instant, ISO 8601. */
  readonly issuedAt: string;
  /** What was signed, and what the holder disclosed of it. */
  readonly copy: CertificateCopy;
  readonly status: CertificateStatus;
  readonly log: LogFinding;
  /** Set when a number was asked about. */
  readonly number: NumberMatch | null;
}

/** Whether it is shown to be in the operator's public log. */
export type LogFinding =
  | {
      readonly logged: true;
      /** The log's name. */
      readonly origin: string;
      /** Its entry, and how many entries the log had in the head that the proof leads to. */
      readonly index: number;
      readonly size: number;
      /** The witnesses that the trust document names and that signed that head; UTC instants, ISO 8601. */
      readonly witnessedBy: readonly { readonly name: string; readonly at: string }[];
    }
  /**
   * `no_proof`: it may be younger than the log's last head. `log_unknown`: the trust document does not name that log.
   * `not_verifiable`: this browser has no Ed25519.
   */
  | { readonly logged: false; readonly why: 'no_proof' | 'log_unknown' | 'not_verifiable' };

export type CertificateStatus =
  | {
      readonly known: true;
      readonly state: CertificateState;
      /** UTC instant, ISO 8601. */
      readonly asOf: string;
      /** A newer list should be had by now. */
      readonly stale: boolean;
    }
  | {
      readonly known: false;
      readonly why: StatusListFault | 'no_list' | 'list_of_another_operator' | 'list_older_than_certificate';
    };

/** `undisclosed`: the copy does not show the number, so it cannot be told; `no_number`: the line had none. */
export type NumberMatch = 'match' | 'no_match' | 'undisclosed' | 'no_number';
