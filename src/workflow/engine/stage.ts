import type { Stage } from '../../domain/cases/termination.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { SmsSender } from '../../messages/sms.ts';
import type { Billing } from '../../ports/billing.ts';
import type { CertificateIssuer } from '../../ports/certificate-issuer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Hlr } from '../../ports/hlr.ts';
import type { ServingNodes } from '../../ports/serving-node.ts';
import type { Smdp } from '../../ports/smdp.ts';
import type { CasePatch, StageOutcome, Work } from '../../store/cases/work.ts';
import type { StatusPlaces } from '../../store/certificates/status-places.ts';
import type { Db, Pool } from '../../store/database/database.ts';
import type { Vault } from '../../store/database/vault.ts';
import type { FaultPoint } from './fault-points.ts';

/** What every stage may use. */
export interface StageContext {
  readonly pool: Pool;
  /** For commits: statements that do not depend on each other travel together. */
  readonly pipelined: Pool;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly hlr: Hlr;
  /** The serving nodes that can be asked themselves. */
  readonly nodes: ServingNodes;
  readonly billing: Billing;
  readonly smdp: Smdp;
  readonly issuer: CertificateIssuer;
  readonly statusPlaces: StatusPlaces;
  /** As text messages name the operator. */
  readonly sender: SmsSender;
  readonly fault: FaultPoint;
  /** The rules as pinned by the case, with those marked `running` as of today. */
  rules(work: Work): ResolvedRules;
  /** The rulebooks that `rules` can find: cases that pinned others are left to processes that have them. */
  rulebooks(): readonly string[];
  /** Where a person finds a certificate. */
  certificateUrl(certificateId: string): string;
}

/** A case that a stage is done with, as the next stage sees it, and what the stage answered for its own `record`. */
export interface Done<Result> {
  readonly work: Work;
  readonly result: Result;
}

/** A case of which staff skip a stage. */
export interface Skipped {
  readonly caseId: string;
  readonly plan: readonly Stage[];
  readonly serviceEndedAt: Date | null;
  readonly at: Date;
}

/**
 * One stage: how to carry it out, and what else is written when it is recorded as done.
 * `run` gets cases that became ready together and answers one promise a case, so that a slow case holds nobody.
 */
export interface StageModule<Result = unknown> {
  readonly stage: Stage;
  /** Whose outage parks this stage. */
  readonly connector: 'hlr' | 'billing' | 'smdp' | null;
  /** Waits for nobody and needs nothing that the stage before it only has once that is committed: both share a commit. */
  readonly follows?: boolean;
  run(cases: readonly Work[], context: StageContext): readonly Promise<StageOutcome<Result>>[];
  /** Set-wise writes in the transaction that records the cases as done; only cases whose lease held. */
  record?(tx: Db, done: readonly Done<Result>[], context: StageContext): Promise<void>;
  /** Called when staff go on without the stage: it writes what later stages need to find, as `record` would. */
  skip?(tx: Db, skipped: Skipped): Promise<CasePatch>;
}

/** The code of a call that was not started because its lease would not outlive it: it says nothing of the peer. */
export const LEASE_SHORT = 'lease_short';

/** Tries of one stage before a person is asked. */
export const MAX_ATTEMPTS = 12;
