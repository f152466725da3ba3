import type { Difference } from '../../domain/reconciliation/finding.ts';
import type { Provisioning } from '../../ports/hlr.ts';
import type { Db } from '../../store/database/database.ts';
import type { Place } from '../../store/reconciliation/runs.ts';
import type { Pace } from './pace.ts';

/** Whom a run asks beside the billing system, and how fast. */
export interface ReconciliationPeers {
  readonly hlr: Pick<Provisioning, 'element' | 'lookup' | 'lookupByNumber' | 'list'>;
  readonly pace: Pace;
}

/** One step of a part: what differs, and where it goes on; `to` null: the part is finished. */
export interface Step {
  readonly differences: readonly Difference[];
  readonly looked: number;
  readonly to: Place | null;
  /** Subjects and numbers of which nothing could be read: what was found of them before stands. */
  readonly unread?: readonly string[];
  /** What commits together with it. */
  readonly also?: (tx: Db) => Promise<void>;
}
