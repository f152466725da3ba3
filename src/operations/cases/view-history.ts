import { type AuditRow, auditOfCase } from '../../store/audit.ts';
import { type MessageOfCase, messagesOfCase } from '../../store/outbox.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { caseFor, type WhichCase } from './case-for.ts';

/** What happened to a case: who did what and when, and which messages went out. */
export interface CaseHistory {
  readonly caseId: string;
  readonly reference: string;
  readonly events: readonly AuditRow[];
  /** Without their texts and receivers; kept for a week after they were sent. */
  readonly messages: readonly MessageOfCase[];
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
    messagesOfCase(op.pool, caseId),
  ]);
  return { caseId, reference, events, messages };
}
