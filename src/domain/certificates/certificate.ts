import type { Detachment, NodeInDomain } from '../cases/detachment.ts';
import type { UnbindingResult } from '../esim/unbinding.ts';
import { FALLBACK_LANGUAGE, type Language } from '../values/language.ts';
import type { LocalDate } from '../values/local-date.ts';
import type { Money } from '../values/money.ts';
import type { CardCondition, DestructionMethod } from './card-words.ts';

/**
 * What a termination certificate asserts: the claims of an SD-JWT VC (RFC 9901, draft-ietf-oauth-sd-jwt-vc). What tells of
 * a person is disclosed by its holder's choice: in the signed claims such a member is a digest in the `_sd` of its object,
 * and in claims that were read with disclosures it is there or absent, as they say.
 */
export interface Claims extends Selective {
  /** The operator's public address, under which its keys are found. */
  readonly iss: string;
  /** When it was issued, in seconds since 1970 (RFC 7519 section 4.1.6). */
  readonly iat: number;
  /** The type of the credential, an address with its version. */
  readonly vct: string;
  /** The certificate's own number, a UUID. */
  readonly jti: string;
  readonly status: { readonly status_list: StatusReference };
  /** The earlier certificate that this one replaces, after a late proof or a supplementary bill. */
  readonly supersedes: string | null;
  readonly operator: OperatorStatement;
  readonly caseReference: string;
  /** UTC instants, ISO 8601 with milliseconds. */
  readonly declaredAt: string;
  readonly confirmedAt: string;
  /** The three dates that must never be mixed up. */
  readonly serviceEndedAt: string;
  readonly billingEndedOn: LocalDate;
  readonly numberReleasedOn: LocalDate | null;
  readonly timeZone: string;
  readonly rulebook: { readonly jurisdiction: string; readonly version: string };
  readonly subject: SubjectStatement;
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
  /** What became of the number: quarantined here, or handed to the range holder it was ported in from; `none`: there was none. */
  readonly number: 'quarantined' | 'returned_to_range_holder' | 'none';
  readonly withdrawals: number;
  /** In signed claims: how the digests are made (RFC 9901 section 4.1.1). */
  readonly _sd_alg?: 'sha-256';
}

/** An object some of whose members are disclosed by choice; `_sd` is in signed claims only. */
interface Selective {
  /** Base64url SHA-256 of disclosures, sorted. */
  readonly _sd?: readonly string[];
}

/** Where the status of a certificate stands (draft-ietf-oauth-status-list, section 6.2). */
export interface StatusReference {
  readonly idx: number;
  readonly uri: string;
}

export interface OperatorStatement {
  /** Stable and unique: a domain name of the operator's. */
  readonly id: string;
  readonly name: Readonly<Record<Language, string>>;
  /** Where one asks: a telephone number or an address; null where the operator named none. */
  readonly contact: string | null;
}

/** All by choice. */
export interface SubjectStatement extends Selective {
  /** E.164; a line without a number has none. */
  readonly msisdn?: string;
  /** The operator's own name of the line. */
  readonly lineId?: string;
  /** The operator's own name of the holder. */
  readonly holderId?: string;
  readonly holderName?: string;
  /** The last four characters of the holder's document. */
  readonly documentEnding?: string;
}

export interface AccessStatement extends Selective {
  readonly kind: 'sim' | 'esim' | 'companion';
  /** By choice. */
  readonly imsi?: string;
  /** By choice. */
  readonly iccid?: string;
  /** How it is known to be off. */
  readonly detach: Detachment;
  /** The subscriber was absent when asked again at the end. */
  readonly absentAtEnd: boolean;
  readonly evidence: readonly EvidenceStatement[];
}

/** One eSIM profile; see `UnbindingResult` for what each result means, and does not mean. */
export interface ProfileStatement extends Selective {
  /** By choice. */
  readonly iccid?: string;
  /** By choice. */
  readonly eid?: string;
  /** False: no device is known to have had it, and there is no EID to disclose. */
  readonly deviceKnown: boolean;
  readonly result: UnbindingResult;
  /** The deletion that the eUICC signed; only with `proven`. */
  readonly proof: DeletionProof | null;
}

/** A signed ES9+ notification of a deletion (SGP.22 section 5.7.10): it carries no time, so ours is the only one. */
export interface DeletionProof extends Selective {
  readonly event: 'delete';
  readonly sequenceNumber: number;
  /** UTC instant at which the notification was received. */
  readonly receivedAt: string;
  /** By choice: the notification as received, base64 (RFC 4648 section 4). */
  readonly notification?: string;
}

/** What a certificate says of the card of a line, where there is something to say. */
export interface CardStatement extends Selective {
  /** By choice. */
  readonly iccid?: string;
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

export interface EvidenceStatement extends Selective {
  readonly stage: string;
  readonly meaning: string;
  readonly element: string;
  /** The serving node that it tells of, where it tells of one. */
  readonly node?: NodeInDomain;
  readonly at: string;
  /** By choice: the answer as received, base64 (RFC 4648 section 4). */
  readonly answer?: string;
}

/** A certificate as somebody holds it: with all of its disclosures, or with those that they picked. */
export interface CertificateCopy {
  /** The JWT that the operator signed, compact: the same bytes in every copy. */
  readonly jwt: string;
  readonly disclosures: readonly string[];
  /** What the two say together. */
  readonly claims: Claims;
  /** That it is in the operator's public log (C2SP tlog-proof); null as long as it is not. */
  readonly logProof: string | null;
}

/** When a certificate was issued, as an instant. */
export function issuedAt({ iat }: Pick<Claims, 'iat'>): Date {
  return new Date(iat * 1000);
}

/** The operator's name as its readers know it. */
export function operatorNameIn({ operator }: Pick<Claims, 'operator'>, language: Language): string {
  return operator.name[language] ?? operator.name[FALLBACK_LANGUAGE];
}

/** The operator's name as papers print it: in every language that it differs in. */
export function operatorName({ operator }: Pick<Claims, 'operator'>): string {
  return [...new Set(Object.values(operator.name))].join(' ');
}
