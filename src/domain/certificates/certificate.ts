import type { Detachment, NodeInDomain } from '../cases/detachment.ts';
import type { UnbindingResult } from '../esim/unbinding.ts';
import type { LocalDate } from '../values/local-date.ts';
import type { Money } from '../values/money.ts';
import type { CardCondition, DestructionMethod } from './card-words.ts';

/**
 * What a termination certificate asserts. It holds no personal data: identifiers stand as salted commitments,
 * hex SHA-256(salt || UTF-8 value); the 128-bit salts and the values are only in the holder's copy.
 */
export interface Statement {
  readonly version: 1;
  readonly certificateId: string;
  /** The earlier certificate that this one replaces, after a late proof or a supplementary bill. */
  readonly supersedes: string | null;
  readonly issuer: { readonly name: string; readonly id: string };
  readonly caseReference: string;
  /** UTC instants, ISO 8601 with milliseconds. */
  readonly issuedAt: string;
  readonly declaredAt: string;
  readonly confirmedAt: string;
  /** The three dates that must never be mixed up. */
  readonly serviceEndedAt: string;
  readonly billingEndedOn: LocalDate;
  readonly numberReleasedOn: LocalDate | null;
  readonly timeZone: string;
  readonly rulebook: { readonly jurisdiction: string; readonly version: string };
  readonly subject: {
    readonly msisdn: Commitment | null;
    readonly lineId: Commitment;
    readonly holder: Commitment | null;
  };
  readonly accesses: readonly AccessStatement[];
  /** What became of each eSIM profile of the line; empty for a line that had none. */
  readonly profiles: readonly ProfileStatement[];
  /** What came back of the line's old cards; absent where nothing did, and before it was known. */
  readonly cards?: readonly CardStatement[];
  readonly bill: {
    readonly invoiceId: string;
    /** Positive: still owed by the person; negative: owed to the person. */
    readonly total: Money;
    readonly refund: Money | null;
  };
  /** What became of the number: quarantined here, or handed to the range holder it was ported in from. */
  readonly number: 'quarantined' | 'returned_to_range_holder' | 'none';
  readonly withdrawals: number;
}

/** Hex SHA-256(salt || UTF-8 value). */
export type Commitment = string;

export interface AccessStatement {
  readonly kind: 'sim' | 'esim' | 'companion';
  readonly imsi: Commitment;
  readonly iccid: Commitment;
  /** How it is known to be off. The first certificates said `confirmed` for `acknowledged`. */
  readonly detach: Detachment | 'confirmed';
  /** The subscriber was absent when asked again at the end. */
  readonly absentAtEnd: boolean;
  readonly evidence: readonly EvidenceStatement[];
}

/** One eSIM profile; see `UnbindingResult` for what each result means, and does not mean. */
export interface ProfileStatement {
  readonly iccid: Commitment;
  /** Null: no device is known to have had it. */
  readonly eid: Commitment | null;
  readonly result: UnbindingResult;
  /** The deletion that the eUICC signed; only with `proven`. */
  readonly proof: DeletionProof | null;
}

/** A signed ES9+ notification of a deletion (SGP.22 section 5.7.10): it carries no time, so ours is the only one. */
export interface DeletionProof {
  readonly event: 'delete';
  readonly sequenceNumber: number;
  /** UTC instant at which the notification was received. */
  readonly receivedAt: string;
  /** Hex SHA-256(salt || notification as received); the salt and the notification are in the holder's copy. */
  readonly hash: Commitment;
}

/** What a certificate says of the card of a line, where there is something to say. */
export interface CardStatement {
  readonly iccid: Commitment;
  readonly condition: CardCondition;
  /** When it was taken in; for a missing one, when its holder said so. A day of the certificate's time zone. */
  readonly takenInOn: LocalDate;
  /** Null as long as it is not destroyed. */
  readonly destroyed: DestructionStatement | null;
}

export interface DestructionStatement {
  readonly on: LocalDate;
  readonly method: DestructionMethod;
  /** Size of the particles by ISO/IEC 21964-1 (DIN 66399-1), e.g. `E-4`; null where nothing was cut. */
  readonly particleClass: string | null;
}

export interface EvidenceStatement {
  readonly stage: string;
  readonly meaning: string;
  readonly element: string;
  /** The serving node that it tells of, where it tells of one. */
  readonly node?: NodeInDomain;
  readonly at: string;
  /** Hex SHA-256(salt || raw answer bytes); the salt is in the holder's copy. */
  readonly hash: Commitment;
}

/** The Merkle proof that a statement is in a signed batch (RFC 6962 section 2.1 hashing; a lone line is a batch of one). */
export interface BatchProof {
  readonly algorithm: 'ES256';
  readonly keyId: string;
  readonly signedAt: string;
  readonly leafIndex: number;
  readonly treeSize: number;
  /** Hex sibling hashes, from the leaf up. */
  readonly path: readonly string[];
  /** Hex root of the batch. */
  readonly root: string;
  /** Base64url, r||s (IEEE P1363), over the canonical batch head. */
  readonly signature: string;
}

/** The opening of one commitment: what a holder shows to prove it. */
export interface Opening {
  readonly salt: string;
  readonly value: string;
}

/** The holder's copy: the statement, its proof, and the salts and values that open the commitments. */
export interface CertificateFile {
  readonly format: 'handback-certificate/1';
  readonly statement: Statement;
  readonly proof: BatchProof;
  /** Keys are JSON pointers into the statement, e.g. `/subject/msisdn` or `/accesses/0/iccid`. Evidence openings hold the raw answer in base64. */
  readonly openings: Readonly<Record<string, Opening>>;
}
