import type { Outcome, Stage } from '../../domain/cases/termination.ts';
import type { BatchProof, Statement } from '../../domain/certificates/certificate.ts';
import type { UnbindingResult } from '../../domain/esim/unbinding.ts';
import type { ProfileState } from '../../domain/lines/esim-profile.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import type { Imsi } from '../../domain/values/imsi.ts';
import type { Language } from '../../domain/values/language.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Bill } from '../../ports/billing.ts';
import type { HlrSubscriber, NetworkAnswer } from '../../ports/hlr.ts';
import type { DataKey } from '../database/vault.ts';
import type { Notice } from '../outbox.ts';

export interface WorkAccess {
  readonly accessId: string;
  readonly kind: 'sim' | 'esim' | 'companion';
  readonly imsi: Imsi;
  readonly iccid: Iccid;
}

/** What the network held before the bar, per access; kept encrypted with the case. */
export type Snapshot = Readonly<Record<string, HlrSubscriber | null>>;

export type Detach = 'confirmed' | 'not_attached' | 'unconfirmed';

/** One claimed case with all that its stages need; the engine keeps it current while the case is walked. */
export interface Work {
  readonly caseId: string;
  readonly reference: string;
  readonly lineId: string;
  readonly holderId: string;
  readonly accountId: string;
  readonly lane: number;
  readonly plan: readonly Stage[];
  readonly urgent: boolean;
  /** The holder's own language, for messages. */
  readonly language: Language;
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly rulebookVersion: string;
  readonly openedOn: LocalDate;
  readonly currency: string;
  readonly payment: 'prepaid' | 'postpaid';
  readonly monthlyFee: number;
  readonly earlyTermination: number | null;
  readonly rangeHolder: string | null;
  readonly msisdn: string | null;
  readonly accesses: readonly WorkAccess[];
  readonly dataKey: DataKey;
  readonly declaredAt: Date;
  readonly confirmedAt: Date | null;
  readonly withdrawn: boolean;
  /** Earlier cases of this line that were withdrawn. */
  readonly withdrawals: number;

  stage: Stage;
  /** How often this stage was tried, this time included. */
  attempts: number;
  /** An earlier try of this stage may have had its effect: ask before acting. */
  resumed: boolean;
  lease: string;
  /** On this process's monotonic clock, in milliseconds, and never later than the database's lease. */
  leaseEnds: number;
  snapshotEnc: Buffer | null;
  detach: Detach | null;
  detachDeadline: Date | null;
  serviceEndedAt: Date | null;
  billingEndOn: LocalDate | null;
  releaseOn: LocalDate | null;
  bill: Bill | null;
  certificateId: string | null;
  /** What the peers answered so far, in the order in which it was kept. */
  readonly evidence: EvidenceRow[];
  /** Made by `certify`, written in the commit that records it. */
  issued: IssuedCertificate | null;
  /** Found by `cancel_profiles`, written in the commit that records it. */
  profileEnds: readonly ProfileEnd[] | null;
}

/** What became of an eSIM profile when its line ended, and the state that the SM-DP+ has it in now, if that is new. */
export interface ProfileEnd {
  readonly iccid: Iccid;
  readonly result: UnbindingResult;
  readonly state: ProfileState | null;
}

export interface IssuedCertificate {
  readonly statement: Statement;
  readonly proof: BatchProof;
  /** Salts and values of the identifiers, under the person's key. Those of the evidence stay with the evidence. */
  readonly openingsEnc: Buffer;
}

export interface Evidence {
  readonly accessId: string;
  readonly answer: NetworkAnswer;
}

/** A kept answer, as a certificate names it. */
export interface EvidenceRow {
  readonly accessId: string;
  readonly stage: string;
  readonly element: string;
  readonly meaning: string;
  readonly at: Date;
  /** Hex SHA-256(salt || answer as received). */
  readonly hash: string;
}

/** Columns that a stage may set on its case; undefined leaves one as it is. */
export interface CasePatch {
  readonly snapshotEnc?: Buffer;
  readonly detach?: Detach;
  readonly detachDeadline?: Date;
  readonly serviceEndedAt?: Date;
  readonly billingEndOn?: LocalDate;
  readonly releaseOn?: LocalDate | null;
  readonly bill?: Bill;
  readonly certificateId?: string;
  readonly outcome?: Outcome;
}

/** What a stage says of one case. Evidence is kept whatever the outcome. */
export type StageOutcome = { readonly evidence?: readonly Evidence[] } & (
  | {
      readonly kind: 'done';
      readonly patch?: CasePatch;
      readonly notices?: readonly Notice[];
      /** For the audit row; plain values, nothing personal. */
      readonly facts?: Readonly<Record<string, unknown>>;
    }
  /** Nothing failed, but it is not time yet. */
  | {
      readonly kind: 'wait';
      readonly delayMs: number;
      readonly waitingFor: string;
      readonly notices?: readonly Notice[];
      /** Only looked again, and nothing is new: no row of the audit log says so. */
      readonly unremarkable?: boolean;
      readonly patch?: CasePatch;
    }
  /** Nothing had an effect; trying again is safe. */
  | { readonly kind: 'retry'; readonly code: string; readonly patch?: CasePatch }
  /** The effect may have happened; the next try asks first. */
  | { readonly kind: 'unknown'; readonly code: string; readonly patch?: CasePatch }
  /** The time to act is over: the case ends without having touched anything. */
  | { readonly kind: 'expired' }
  /** A person must look. */
  | { readonly kind: 'stuck'; readonly code: string; readonly facts?: Readonly<Record<string, unknown>> }
);
