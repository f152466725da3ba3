import { type AuditRow, auditOfCase } from '../../store/audit.ts';
import { type NoticeRecord, noticesOfCase } from '../../store/notices.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { caseFor, type WhichCase } from './case-for.ts';

/** What happened to a case: who did what and when, and which messages went out, wait, or were given up. */
export interface CaseHistory {
  readonly caseId: string;
  readonly reference: string;
  readonly events: readonly AuditRow[];
  /** Without their texts and receivers; kept for a week after they were sent, and a month after they were given up. */
  readonly messages: readonly NoticeRecord[];
}

/**
 * The audit trail of a case, the oldest first.
 * @throws HandbackError `forbidden`, `case_unknown`
 */
export async function viewHistory(op: Operations, actor: Actor, request: WhichCase): Promise<CaseHistory> {
  requireAccess(actor, 'viewHistory');
  const { caseId, reference } = await caseFor(op.pool, actor, request);
  const [events, messages] = await Promise.all([
    auditOfCase(op.pool, caseId),
    noticesOfCase(op.pool, caseId),
  ]);
  return { caseId, reference, events, messages };
}
