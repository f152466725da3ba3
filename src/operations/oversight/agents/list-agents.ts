import { type Unusual, unusualOf } from '../../../domain/oversight/agent-figures.ts';
import { type AgentWatch, USUAL_AGENT_WATCH } from '../../../domain/rules/agent-watch.ts';
import { addDays, localDateAt, startOfDay } from '../../../domain/values/local-date.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type FiguresOfAgent, figuresOfAgents } from '../../../store/oversight/agent-figures.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { homeRules } from '../../home-time-zone.ts';

/** Spans that can be asked for, in days up to now. */
export const AGENT_SPANS = [1, 7, 30] as const;
export type AgentSpan = (typeof AGENT_SPANS)[number];

export interface ListedAgent extends FiguresOfAgent {
  /** What stands out; none for most. */
  readonly unusual: readonly Unusual[];
}

export interface AgentList {
  /** Those that stand out first, then by how many endings they began. */
  readonly agents: readonly ListedAgent[];
  readonly from: Date;
  readonly to: Date;
  readonly rule: AgentWatch;
  readonly timeZone: string;
}

/**
 * What the operator's people did for customers, each with their figures, and what is unusual of it by the rulebook. That it was looked at is
 * in the audit log.
 *
 * @throws HandbackError `role_needed`, `forbidden`
 */
export async function listAgents(
  op: Operations,
  actor: Actor,
  { days }: { readonly days: AgentSpan },
): Promise<AgentList> {
  requireAccess(actor, 'listAgents');
  const rules = homeRules(op);
  const rule = rules?.settings.agent_watch.value ?? USUAL_AGENT_WATCH;
  const timeZone = rules?.timeZone ?? 'UTC';
  const to = op.clock.now();
  const from = startOfDay(addDays(localDateAt(to, timeZone), 1 - days), timeZone);
  const found = await figuresOfAgents(op.pool, { from, to, timeZone, ...rule });
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'agents', days },
    },
  ]);
  const agents = found
    .map((figures): ListedAgent => ({ ...figures, unusual: unusualOf(figures, rule) }))
    .sort((a, b) => b.unusual.length - a.unusual.length || b.endings - a.endings);
  return { agents, from, to, rule, timeZone };
}
