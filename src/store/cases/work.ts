import type { Detachment, NodeInDomain } from '../../domain/cases/detachment.ts';
import type { Outcome, Stage } from '../../domain/cases/termination.ts';
import type { WaitingFor } from '../../domain/cases/waiting.ts';
import type { Route } from '../../domain/rules/route.ts';
import type { Channel, IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import type { Imsi } from '../../domain/values/imsi.ts';
import type { Language } from '../../domain/values/language.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
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

/** The key to the data of a case's holder, unwrapped when it is first asked for. */
export interface PersonKey {
  readonly dataKey: DataKey;
}

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
  /** Through which the declaration came. */
  readonly channel: Channel;
  /** Of whoever is told, for messages. */
  readonly language: Language;
  /** On which route somebody else than the holder asked; null for the holder. */
  readonly route: Route | null;
  /** Nothing of it reaches the holder. */
  readonly confidential: boolean;
  /** Who is told of the case: the holder, or whoever asked in their place; null once that one is erased. */
  readonly told: { readonly partyId: string; readonly key: PersonKey } | null;
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly rulebookVersion: string;
  readonly openedOn: LocalDate;
  readonly currency: string;
  readonly payment: 'prepaid' | 'postpaid';
  readonly monthlyFee: number;
  readonly earlyTermination: number | null;
  readonly rangeHolder: string | null;
  readonly msisdn: Msisdn | null;
  readonly accesses: readonly WorkAccess[];
  readonly key: PersonKey;
  readonly declaredAt: Date;
  readonly confirmedAt: Date | null;
  /** Until when it rests; null where nobody objected. */
  readonly pausedUntil: Date | null;
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
  detach: Detachment | null;
  detachDeadline: Date | null;
  serviceEndedAt: Date | null;
  billingEndOn: LocalDate | null;
  releaseOn: LocalDate | null;
  bill: Bill | null;
  certificateId: string | null;
  /** Set early where it is known before the case is closed. */
  readonly outcome: Outcome | null;
  /** What the peers answered so far, in the order in which it was kept. */
  evidence: readonly EvidenceRow[];
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
  /** The serving node that it tells of. */
  readonly node: NodeInDomain | null;
  readonly at: Date;
  /** Hex SHA-256 of the disclosure of the answer as received (`answerDisclosure`). */
  readonly hash: string;
}

/** What a move may write on its case; undefined and null leave a column as it is. */
export interface CasePatch {
  readonly snapshotEnc?: Buffer;
  readonly detach?: Detachment;
  readonly detachDeadline?: Date;
  readonly serviceEndedAt?: Date;
  readonly billingEndOn?: LocalDate;
  readonly releaseOn?: LocalDate | null;
  readonly bill?: Bill;
  readonly certificateId?: string;
  readonly outcome?: Outcome;
  readonly plan?: readonly Stage[];
  readonly planVersion?: number;
  readonly urgent?: boolean;
  readonly lane?: number;
  readonly reason?: string;
  readonly route?: Route;
  readonly confirmedAt?: Date;
  /** Minor units of the case's currency. */
  readonly earlyTermination?: number | null;
  readonly receiptHash?: Buffer;
  readonly receiptFactors?: readonly IdentityFactor[];
  readonly withdrawRequestedAt?: Date;
}

/** What the stage's own `record` gets; a stage that has none says nothing. */
type ForRecord<Result> = undefined extends Result
  ? { readonly result?: Result }
  : { readonly result: Result };

/** What a stage says of one case. Evidence is kept whatever the outcome. */
export type StageOutcome<Result = unknown> = { readonly evidence?: readonly Evidence[] } & (
  | ({
      readonly kind: 'done';
      readonly patch?: CasePatch;
      readonly notices?: readonly Notice[];
      /** For the audit row; plain values, nothing personal. */
      readonly facts?: Readonly<Record<string, unknown>>;
    } & ForRecord<Result>)
  /** Nothing failed, but it is not time yet. */
  | {
      readonly kind: 'wait';
      readonly delayMs: number;
      readonly waitingFor: WaitingFor;
      readonly notices?: readonly Notice[];
      /** Only looked again, and nothing is new: no row of the audit log says so. */
      readonly unremarkable?: boolean;
      readonly patch?: CasePatch;
    }
  /** Nothing had an effect; trying again is safe. */
  | {
      readonly kind: 'retry';
      readonly code: string;
      readonly patch?: CasePatch;
      readonly untouched?: boolean;
    }
  /** The effect may have happened; the next try asks first. */
  | {
      readonly kind: 'unknown';
      readonly code: string;
      readonly patch?: CasePatch;
      readonly untouched?: boolean;
    }
  /** What an earlier stage did is not as it was left: the case goes through that stage again, and on from there (`StageRow.back`). */
  | {
      readonly kind: 'back';
      readonly facts: Readonly<Record<string, unknown>>;
      readonly patch?: CasePatch;
    }
  /** The time to act is over: the case ends without having touched anything. */
  | { readonly kind: 'expired' }
  /** A person must look. */
  | {
      readonly kind: 'stuck';
      readonly code: string;
      readonly facts?: Readonly<Record<string, unknown>>;
      /** The stage surely changed nothing yet: its intent is dropped, and what could be withdrawn before it can be again. */
      readonly untouched?: boolean;
    }
);
