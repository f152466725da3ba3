import { HandbackError } from '../../../domain/errors.ts';
import { insertAudit } from '../../../store/audit.ts';
import {
  countsOfGroup,
  findGroupRetry,
  type GroupCounts,
  type GroupReportRow,
  type GroupRetry,
  reportOfGroup,
} from '../../../store/oversight/group-retries.ts';
import { namesOfStaff } from '../../../store/special/requests.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { isUuid } from '../../is-uuid.ts';

export type { GroupReportRow, GroupRetry } from '../../../store/oversight/group-retries.ts';

export interface GroupRetryView {
  readonly retry: GroupRetry;
  readonly askerName: string;
  readonly counts: GroupCounts;
  readonly rows: readonly GroupReportRow[];
  readonly next: string | null;
}

const A_PAGE = 100;

/**
 * How far a retry of a group is, and what became of each case.
 * @param request `quietly`: a page that renews itself, or a report of many pages; that it was looked at is in the audit log already
 * @throws HandbackError `forbidden`, `role_needed`, `group_retry_unknown`, `request_invalid` for a place that is none
 */
export async function viewGroupRetry(
  op: Operations,
  actor: Actor,
  request: { readonly retryId: string; readonly after: string | null; readonly quietly?: boolean },
): Promise<GroupRetryView> {
  requireAccess(actor, 'viewGroupRetry');
  const { retryId, after } = request;
  if (after !== null && !isUuid(after)) throw new HandbackError('request_invalid', { field: 'after' });
  const confidential = seesConfidential(actor);
  const retry = isUuid(retryId) ? await findGroupRetry(op.pool, retryId, confidential) : null;
  if (retry === null) throw new HandbackError('group_retry_unknown');
  if (request.quietly !== true)
    await insertAudit(op.pool, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
        facts: { what: 'group_retry', retryId },
      },
    ]);
  const [counts, found, names] = await Promise.all([
    countsOfGroup(op.pool, retry, confidential),
    reportOfGroup(op.pool, retryId, { confidential, after, limit: A_PAGE + 1 }),
    namesOfStaff(op.pool, [retry.askedBy]),
  ]);
  const rows = found.slice(0, A_PAGE);
  return {
    ...{ retry, counts, rows },
    askerName: names.get(retry.askedBy) ?? retry.askedBy,
    next: found.length > A_PAGE ? rows.at(-1)!.caseId : null,
  };
}

/** The whole report, page by page. That it was taken away is in the audit log. @throws HandbackError as `viewGroupRetry` */
export async function* groupRetryReport(
  op: Operations,
  actor: Actor,
  { retryId }: { readonly retryId: string },
): AsyncGenerator<GroupReportRow> {
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    const page: GroupRetryView = await viewGroupRetry(op, actor, { retryId, after, quietly: true });
    if (first)
      await insertAudit(op.pool, [
        {
          ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
          facts: { what: 'group_retry_report', retryId },
        },
      ]);
    yield* page.rows;
    after = page.next;
  }
}
