import { HandbackError } from '../../domain/errors.ts';
import { FINDING_KINDS, type FindingKind } from '../../domain/reconciliation/finding.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import {
  askToClear,
  countFindings,
  type Finding,
  findFinding,
  type KindCount,
  listedFindings,
  resolveFinding,
} from '../../store/reconciliation/findings.ts';
import { findRun, listedRuns, type Run } from '../../store/reconciliation/runs.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';

export type { Finding, KindCount } from '../../store/reconciliation/findings.ts';
export type { Run } from '../../store/reconciliation/runs.ts';

const MOST = 1_000;
const LONGEST_NOTE = 500;

export interface FindingPage {
  readonly findings: readonly Finding[];
  readonly counts: readonly KindCount[];
  readonly next: string | null;
}

/**
 * What differs between our lines and others' lists, the newest first.
 * @param request.open null: also what is resolved
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid`
 */
export async function listFindings(
  op: Operations,
  actor: Actor,
  request: {
    readonly kind: FindingKind | null;
    readonly open: boolean | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<FindingPage> {
  requireAccess(actor, 'listFindings');
  const { limit, after } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  if (after !== null && !isUuid(after)) throw new HandbackError('request_invalid', { field: 'after' });
  const confidential = seesConfidential(actor);
  const [found, counts] = await Promise.all([
    listedFindings(op.pool, { ...request, confidential, limit: limit + 1 }),
    countFindings(op.pool, { confidential }),
  ]);
  const findings = found.slice(0, limit);
  return { findings, counts, next: found.length > limit ? findings.at(-1)!.findingId : null };
}

/**
 * One finding; the look is audited, for it names a line and what the network has of it.
 * @throws HandbackError `forbidden`, `role_needed`, `difference_unknown`
 */
export async function viewFinding(
  op: Operations,
  actor: Actor,
  request: { readonly findingId: string },
): Promise<Finding> {
  requireAccess(actor, 'listFindings');
  const finding = await known(op, actor, request.findingId);
  const facts = { what: 'finding', finding: finding.findingId };
  const { lineId } = finding;
  await insertAudit(op.pool, [{ caseId: null, lineId, actor: auditName(actor), action: 'viewed', facts }]);
  return finding;
}

/** The runs of the last nights, the newest first. @throws HandbackError `forbidden`, `role_needed` */
export async function listRuns(
  op: Operations,
  actor: Actor,
  request: { readonly limit: number },
): Promise<readonly Run[]> {
  requireAccess(actor, 'listFindings');
  return listedRuns(op.pool, Math.min(MOST, Math.max(1, request.limit)));
}

/** @param request.runId null: the newest @throws HandbackError `forbidden`, `role_needed`, `run_unknown` */
export async function viewRun(
  op: Operations,
  actor: Actor,
  request: { readonly runId: string | null },
): Promise<Run> {
  requireAccess(actor, 'listFindings');
  const { runId } = request;
  const run = runId !== null && !isUuid(runId) ? null : await findRun(op.pool, runId);
  if (run === null) throw new HandbackError('run_unknown');
  return run;
}

/**
 * Has a worker clear a finding: end the line at the HLR again, take the eSIM profile back, or mend the number ledger. The worker looks again
 * before it does so.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `difference_unknown`, `difference_resolved`, `difference_by_hand` for one that no
 *   worker can clear
 */
export async function clearFinding(
  op: Operations,
  actor: Actor,
  request: { readonly findingId: string },
): Promise<void> {
  requireAccess(actor, 'clearFinding');
  const { findingId, kind, lineId } = await known(op, actor, request.findingId);
  const { act } = FINDING_KINDS[kind];
  if (act === null) throw new HandbackError('difference_by_hand');
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    if (!(await askToClear(tx, findingId, by))) throw new HandbackError('difference_resolved');
    const facts = { finding: findingId, kind, act };
    await insertAudit(tx, [{ caseId: null, lineId, actor: by, action: 'finding_clear_asked', facts }]);
  });
}

/**
 * Says why a finding is right as it is: it comes back only when something else is seen.
 * @param request.note for colleagues; no personal data
 * @throws HandbackError `forbidden`, `role_needed`, `difference_unknown`, `difference_resolved`, `field_missing`
 */
export async function dismissFinding(
  op: Operations,
  actor: Actor,
  request: { readonly findingId: string; readonly note: string },
): Promise<void> {
  requireAccess(actor, 'clearFinding');
  const note = cleanText(request.note, LONGEST_NOTE);
  if (note === '') throw new HandbackError('field_missing', { field: 'note' });
  const { findingId, kind, lineId } = await known(op, actor, request.findingId);
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    if (!(await resolveFinding(tx, findingId, { as: 'dismissed', by, note })))
      throw new HandbackError('difference_resolved');
    const facts = { finding: findingId, kind, note };
    await insertAudit(tx, [{ caseId: null, lineId, actor: by, action: 'finding_dismissed', facts }]);
  });
}

async function known(op: Operations, actor: Actor, findingId: string): Promise<Finding> {
  const found = isUuid(findingId) ? await findFinding(op.pool, findingId) : null;
  if (found === null || (found.confidential && !seesConfidential(actor)))
    throw new HandbackError('difference_unknown');
  return found;
}
