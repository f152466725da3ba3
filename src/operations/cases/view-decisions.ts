import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { decisionsOf, type KeptDecision } from '../../store/cases/decisions.ts';
import { findLine } from '../../store/lines/lines.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { caseFor, type WhichCase } from './case-for.ts';

export type { KeptDecision } from '../../store/cases/decisions.ts';

/**
 * Why a line was, or was not, let go: each decision with its findings, and with the facts that it was made from. The facts
 * are personal, so the look itself is audited.
 *
 * @throws HandbackError `forbidden`, `case_unknown`, `line_unknown`
 */
export async function viewDecisions(
  op: Operations,
  actor: Actor,
  request: WhichCase | { readonly lineId: string },
): Promise<readonly KeptDecision[]> {
  requireAccess(actor, 'viewDecisions');
  const of = 'lineId' in request ? request : { caseId: (await caseFor(op.pool, actor, request)).caseId };
  if ('lineId' in of && (await findLine(op.pool, of.lineId)) === null)
    throw new HandbackError('line_unknown');
  const all = await decisionsOf(op.pool, op.vault, of);
  const decisions = seesConfidential(actor) ? all : all.filter((one) => !isConfidential(op, one));
  const [caseId, lineId] = 'lineId' in of ? [null, of.lineId] : [of.caseId, decisions[0]?.lineId ?? null];
  await insertAudit(op.pool, [{ caseId, lineId, actor: auditName(actor), action: 'decisions_viewed' }]);
  return decisions;
}

/** Decided on a route of which the holder must not know, whether or not a case came of it. */
function isConfidential(op: Operations, { rules }: KeptDecision): boolean {
  if (rules.route === null) return false;
  const { routes } = op.rulebooks.asDecided({ ...rules, route: null }).settings.routes.value;
  return routes[rules.route].confidential;
}
