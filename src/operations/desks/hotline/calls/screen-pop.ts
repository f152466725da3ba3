import type { Stage } from '../../../../domain/cases/termination.ts';
import type { LineStatus } from '../../../../domain/lines/line.ts';
import type { LineRisk } from '../../../../domain/lines/line-risk.ts';
import type { CallerId } from '../../../../domain/people/caller-id.ts';
import { maskMsisdn } from '../../../../domain/values/msisdn.ts';
import { insertAudit } from '../../../../store/audit.ts';
import { caseHint } from '../../../../store/desks/case-hint.ts';
import { listedFraudReviews } from '../../../../store/lines/fraud-reviews.ts';
import { findLineByMsisdn, type LineRecord } from '../../../../store/lines/lines.ts';
import { auditName, type StaffInPerson } from '../../../access/actor.ts';
import { withoutConfidential } from '../../../access/confidential.ts';
import type { Operations } from '../../../context.ts';
import { callerProof } from '../../../lines/risks/caller-proof.ts';

/** What a caller's number hints at, as little as an agent needs before anything is proven. */
export interface ScreenPop {
  readonly caller: 'ours' | 'not_ours' | 'foreign' | 'withheld' | 'malformed';
  /** Masked; null where no number was shown. */
  readonly number: string | null;
  readonly line: LineHint | null;
}

export interface LineHint {
  readonly lineId: string;
  /** Masked. */
  readonly number: string | null;
  readonly status: LineStatus;
  readonly openCase: { readonly reference: string; readonly stage: Stage; readonly urgent: boolean } | null;
  readonly risks: readonly LineRisk[];
  /** Somebody who reviews fraud has not decided yet, or has put a hold on it. */
  readonly review: 'open' | 'held' | null;
}

/** Looks up the line of a caller's number. That it was looked at is in the audit log. */
export async function screenPop(op: Operations, actor: StaffInPerson, caller: CallerId): Promise<ScreenPop> {
  if (caller.kind !== 'number') return { caller: caller.kind, number: null, line: null };
  const number = maskMsisdn(caller.msisdn);
  const found = await findLineByMsisdn(op.pool, caller.msisdn);
  // Whoever calls is served as the holder, until they prove to be somebody else.
  const record = found === null ? null : withoutConfidential(found);
  if (record === null) return { caller: caller.foreign ? 'foreign' : 'not_ours', number, line: null };
  await insertAudit(op.pool, [
    {
      ...{ caseId: record.openCase, lineId: record.line.lineId, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'line_hint', why: 'call' },
    },
  ]);
  return { caller: 'ours', number, line: await lineHint(op, record) };
}

export async function lineHint(op: Operations, record: LineRecord): Promise<LineHint> {
  const { lineId, msisdn, status, holds } = record.line;
  const { risks } = await callerProof(op, op.pool, record, op.clock.now());
  const open = await listedFraudReviews(op.pool, { state: 'open', lineId, after: null }, 1);
  return {
    lineId,
    status,
    number: msisdn === null ? null : maskMsisdn(msisdn),
    openCase: record.openCase === null ? null : await caseHint(op.pool, record.openCase),
    risks,
    review: holds.some(({ kind }) => kind === 'fraud') ? 'held' : open.length > 0 ? 'open' : null,
  };
}
