import type { AgentWatch } from '../rules/agent-watch.ts';

/** What a person of the operator did for customers in a span of time. */
export interface AgentFigures {
  /** Endings that they began in a customer's place, and how many of them as lost, stolen or misused. */
  readonly endings: number;
  readonly urgent: number;
  /** Answers of callers that they put in: right ones and wrong ones; and how often that locked a count. */
  readonly right: number;
  readonly wrong: number;
  readonly lockouts: number;
  /** What they did for customers, and how much of it outside hours. */
  readonly acts: number;
  readonly outside: number;
  /** Of the endings that they began, those to which somebody objected who was told. */
  readonly objected: number;
}

export const UNUSUAL = ['many_urgent', 'many_wrong', 'outside_hours', 'objected_to'] as const;
export type Unusual = (typeof UNUSUAL)[number];

/** What stands out, in the order of `UNUSUAL`. It is a reason to look, and no finding. */
export function unusualOf(figures: AgentFigures, rule: AgentWatch): readonly Unusual[] {
  const share = (part: number, of: number, percent: number): boolean =>
    of >= rule.atLeast && part * 100 >= of * percent && part > 0;
  const found: Readonly<Record<Unusual, boolean>> = {
    many_urgent: share(figures.urgent, figures.endings, rule.urgentPercent),
    many_wrong: share(figures.wrong, figures.right + figures.wrong, rule.wrongPercent),
    outside_hours: share(figures.outside, figures.acts, rule.outsidePercent),
    objected_to: figures.objected >= rule.objections,
  };
  return UNUSUAL.filter((one) => found[one]);
}
