import type { CertificateFile, Statement } from '../../domain/certificates/certificate.ts';
import type { JsonFault } from '../../domain/values/strict-json.ts';
import type { Issuer } from '../sign/signer.ts';
import type { StatusListFault } from '../sign/status-list.ts';

/** What offline verification can answer; the set is closed. */
export type Verdict = NotACertificate | Altered | UnknownIssuer | Authentic;

export interface NotACertificate {
  readonly result: 'not_a_certificate';
  readonly reason:
    | JsonFault
    | 'empty'
    | 'too_large'
    | 'format_unknown'
    | 'version_unsupported'
    | 'incomplete'
    | 'pdf_foreign'
    | 'pdf_unsigned'
    | 'unreadable';
}

/** Something is not as the issuer signed it, or as the holder was given it. */
export interface Altered {
  readonly result: 'altered';
  readonly where: AlteredPart;
  /** What did not hold: a stable word, or the JSON pointer of an opening. */
  readonly detail: string;
}

export type AlteredPart =
  | 'statement'
  | 'proof'
  /** An opening of a card, a profile or a piece of evidence. */
  | 'opening'
  /** An opening of the number, the line or the holder. */
  | 'subject'
  /** A member that belongs to no certificate. */
  | 'file'
  | 'pdf_signature'
  | 'pdf_attachment'
  | 'bytes_after_signature';

/** The key is not in the trust documents, or revoked in them: nothing can be said about the content. */
export interface UnknownIssuer {
  readonly result: 'unknown_issuer';
  readonly reason: 'key_unknown' | 'key_revoked';
  readonly keyId: string;
}

export interface Authentic {
  readonly result: 'authentic';
  readonly source: 'json' | 'pdf';
  /** As the trust document names it. */
  readonly issuer: Issuer;
  readonly keyId: string;
  readonly signedAt: string;
  readonly statement: Statement;
  readonly file: CertificateFile;
  readonly status: CertificateStatus;
  /** Set when a number was asked about. */
  readonly number: NumberMatch | null;
}

export type CertificateStatus =
  | {
      readonly known: true;
      readonly asOf: string;
      /** A newer list should be had by now. */
      readonly stale: boolean;
      readonly revoked: { readonly at: string; readonly reason: string } | null;
      readonly supersededBy: string | null;
    }
  | {
      readonly known: false;
      readonly why: StatusListFault | 'no_list' | 'list_of_other_issuer' | 'list_older_than_certificate';
    };

/** `no_salt`: the copy does not open the number, so it cannot be told; `no_number`: the line had none. */
export type NumberMatch = 'match' | 'no_match' | 'no_salt' | 'no_number';
