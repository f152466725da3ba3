import type { Stage } from '../../domain/cases/termination.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { Billing } from '../../ports/billing.ts';
import type { CertificateIssuer } from '../../ports/certificate-issuer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Hlr } from '../../ports/hlr.ts';
import type { Smdp } from '../../ports/smdp.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
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
  readonly billing: Billing;
  readonly smdp: Smdp;
  readonly issuer: CertificateIssuer;
  readonly fault: FaultPoint;
  /** The rules as pinned by the case, with those marked `running` as of today. */
  rules(work: Work): ResolvedRules;
  /** Where a person finds a certificate. */
  certificateUrl(certificateId: string): string;
}

/**
 * One stage: how to carry it out, and what else is written when it is recorded as done.
 * `run` gets cases that became ready together and answers one promise a case, so that a slow case holds nobody.
 */
export interface StageModule {
  readonly stage: Stage;
  /** Whose outage parks this stage. */
  readonly connector: 'hlr' | 'billing' | 'smdp' | null;
  /** Waits for nobody and needs nothing that the stage before it only has once that is committed: both share a commit. */
  readonly follows?: boolean;
  run(cases: readonly Work[], context: StageContext): readonly Promise<StageOutcome>[];
  /** Set-wise writes in the transaction that records the cases as done; only cases whose lease held. */
  record?(tx: Db, done: readonly Work[], context: StageContext): Promise<void>;
}

/** Tries of one stage before a person is asked. */
export const MAX_ATTEMPTS = 12;
