import type { Unusual } from '../../domain/oversight/agent-figures.ts';

/** What the operator's people did for customers, and what stands out. */
export const agentDesk = {
  title: 'Unusual agents',
  lead: 'What each person did for customers, counted from the audit log. What stands out is a reason to look, and no finding.',
  span: 'Span',
  spans: { 1: 'Today', 7: '7 days', 30: '30 days' },
  none: 'Nobody attended to a customer in this span.',
  quiet: 'Nobody stands out.',
  agent: 'Person',
  standsOut: 'What stands out',
  endings: 'Endings begun',
  urgent: 'of them urgent',
  checks: 'Answers right / wrong',
  lockouts: 'Lockouts',
  acts: 'Acts for customers',
  outside: 'outside hours',
  objected: 'Objected to',
  unusual: {
    many_urgent: 'Many urgent endings',
    many_wrong: 'Many failed checks',
    outside_hours: 'Outside hours',
    objected_to: 'People say it was not them',
  } satisfies Record<Unusual, string> as Readonly<Record<Unusual, string>>,
  rule: (f: {
    urgent: number;
    wrong: number;
    outside: number;
    atLeast: number;
    objections: number;
    from: string;
    to: string;
  }) =>
    `By the rulebook: ${f.urgent} % urgent, ${f.wrong} % wrong answers or ${f.outside} % outside ${f.from} to ${f.to}, from ${f.atLeast} on; or ${f.objections} objections.`,
};
