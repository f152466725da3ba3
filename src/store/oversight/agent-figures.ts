import type { AgentFigures } from '../../domain/oversight/agent-figures.ts';
import type { Db } from '../database/database.ts';

export interface FiguresOfAgent extends AgentFigures {
  readonly subject: string;
  /** As colleagues know them; the subject where nobody does any more. */
  readonly name: string;
}

/**
 * What each person of the operator did for customers from one moment to another, counted from the audit log.
 * @param asked.openFrom `HH:MM` in the clock of `timeZone`
 */
export async function figuresOfAgents(
  db: Db,
  asked: {
    readonly from: Date;
    readonly to: Date;
    readonly timeZone: string;
    readonly openFrom: string;
    readonly openTo: string;
  },
): Promise<readonly FiguresOfAgent[]> {
  const { rows } = await db.query<FiguresOfAgent>({
    name: 'figures-of-agents',
    text: `with done as (
        select substr(regexp_replace(actor, ' for subscriber$', ''), 7) as subject, action, facts, case_id,
          (at at time zone $3)::time as clock
        from audit
        where actor like 'staff:%' and at >= $1 and at < $2
          and action in ('declared', 'confirmed', 'reported', 'attended', 'factor_proven', 'factor_refused', 'locked_out')
          -- What two people began together says nothing of one; and of a confidential case nothing is counted.
          and facts -> 'campaign' is null and facts ->> 'by' is distinct from 'special_request'),
      figures as (
        select subject,
          count(*) filter (where action in ('declared', 'reported'))::int as endings,
          count(*) filter (where action in ('declared', 'reported') and facts ->> 'urgent' = 'true')::int as urgent,
          count(*) filter (where action = 'factor_proven')::int as "right",
          count(*) filter (where action = 'factor_refused')::int as wrong,
          count(*) filter (where action = 'locked_out')::int as lockouts,
          count(*) filter (where action in ('declared', 'confirmed', 'reported', 'attended'))::int as acts,
          count(*) filter (where action in ('declared', 'confirmed', 'reported', 'attended')
            and (clock < $4::time or clock >= $5::time))::int as outside,
          count(distinct case_id) filter (where action = 'declared' and exists (
            select from audit o where o.case_id = done.case_id and o.action = 'objected'))::int as objected
        from done group by subject)
      select f.*, coalesce(m.name, f.subject) as name
      from figures f left join staff_member m using (subject)
      where f.acts + f.right + f.wrong > 0
      order by f.subject`,
    values: [asked.from, asked.to, asked.timeZone, asked.openFrom, asked.openTo],
  });
  return rows;
}
