import type { Difference } from '../../domain/reconciliation/finding.ts';
import { SETTLED_MINUTES } from '../../domain/reconciliation/finding.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import { insertAudit } from '../../store/audit.ts';
import { openBreakers } from '../../store/connectors.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import {
  keepDifferences,
  keepUnread,
  resolveGone,
  settledLines,
} from '../../store/reconciliation/findings.ts';
import { ledgerDifferences, profileDifferences } from '../../store/reconciliation/own-differences.ts';
import {
  finishRun,
  insertRun,
  movePart,
  type PartAhead,
  parkPart,
  takePart,
} from '../../store/reconciliation/runs.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { compareBilling } from './compare-billing.ts';
import { compareHlr } from './compare-hlr.ts';
import type { ReconciliationPeers, Step } from './peers.ts';

/** Minutes until a peer that was away is asked again. */
const PARKED_MINUTES = 5;
/** Minutes after which whoever has a page counts as dead. */
const TAKEN_MINUTES = 5;
const PAGE = 10_000;

/**
 * Begins a comparison of our lines with HLR, billing, number ledger and SM-DP+, unless one is under way. A worker carries it out.
 *
 * @param request.settledMinutes lines that changed so shortly before are left to the next run
 * @returns the run; null where one is under way
 * @throws HandbackError `forbidden`, `role_needed`
 */
export async function startReconciliation(
  op: Operations,
  actor: Actor,
  request: { readonly settledMinutes?: number } = {},
): Promise<{ readonly runId: string } | null> {
  requireAccess(actor, 'startReconciliation');
  const startedBy = auditName(actor);
  return inTransaction(op.pool, async (tx) => {
    const settledMinutes = request.settledMinutes ?? SETTLED_MINUTES;
    const runId = await insertRun(tx, { startedBy, settledMinutes });
    if (runId === null) return null;
    const facts = { run: runId };
    await insertAudit(tx, [
      { caseId: null, lineId: null, actor: startedBy, action: 'reconciliation_started', facts },
    ]);
    return { runId };
  });
}

/**
 * Does one page of the run that is under way, if there is one and its peer answers. A page commits with its place: whoever takes over after a
 * crash does at most that page again, and finds the same.
 *
 * @returns how many pages were done: 0 where nothing is to be done now
 */
export async function advanceReconciliation(
  op: Operations,
  actor: Actor,
  peers: ReconciliationPeers,
): Promise<number> {
  requireAccess(actor, 'advanceReconciliation');
  const ahead = await takePart(op.pool, TAKEN_MINUTES);
  if (ahead === null) return 0;
  try {
    // The engine found it away: asking it too would only find the same.
    if (ahead.part === 'hlr' && (await openBreakers(op.pool)).has('hlr'))
      throw new ConnectorError('hlr', 'unavailable', 'breaker_open');
    const step = await stepOf(op, ahead, peers);
    await inTransaction(op.pool, (tx) => record(tx, ahead, step));
  } catch (error) {
    // Somebody else did the page meanwhile; and of a peer that is away the other parts are no matter.
    if (error instanceof ConnectorError)
      await parkPart(op.pool, ahead, { detail: error.detail, minutes: PARKED_MINUTES });
    else if (!(error instanceof Overtaken)) throw error;
  }
  return 1;
}

async function stepOf(op: Operations, ahead: PartAhead, peers: ReconciliationPeers): Promise<Step> {
  const { part, place, cutAt } = ahead;
  const page = { after: place?.after ?? null, limit: PAGE, cutAt };
  switch (part) {
    case 'hlr':
      return compareHlr(op.pool, ahead, peers);
    case 'billing':
      return compareBilling(op, ahead);
    case 'ledger': {
      const { differences, looked, last } = await ledgerDifferences(op.pool, page);
      return { differences, looked, to: last === null ? null : { phase: 'numbers', after: last } };
    }
    case 'smdp': {
      const { differences, last } = await profileDifferences(op.pool, page);
      const to = last === null ? null : { phase: 'profiles', after: last };
      return { differences, looked: differences.length, to };
    }
  }
}

/** Keeps one page. What belongs to a line of which something moves is not kept: it may be so because of that. */
async function record(
  tx: Db,
  ahead: PartAhead,
  { differences, looked, to, unread = [], also }: Step,
): Promise<void> {
  const { runId, part, cutAt } = ahead;
  const settled = await settledLines(
    tx,
    differences.flatMap(({ lineId }) => lineId ?? []),
    cutAt,
  );
  const kept = differences.filter(({ lineId }: Difference) => lineId === null || settled.has(lineId));
  const found = await keepDifferences(tx, runId, part, kept);
  await keepUnread(tx, runId, part, unread);
  await also?.(tx);
  if (!(await movePart(tx, ahead, to, { looked, found }))) throw new Overtaken();
  if (to !== null) return;
  await resolveGone(tx, runId, part, cutAt);
  await finishRun(tx, runId);
}

/** Somebody else did the same page: theirs is kept. */
class Overtaken extends Error {}
