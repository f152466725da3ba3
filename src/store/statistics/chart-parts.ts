import { LANES } from '../../domain/cases/termination.ts';
import type { ChartName, FunnelStep } from '../../domain/statistics/charts.ts';

/**
 * The rows that each chart is counted from, and that stand behind its bars: what is counted and what is listed come from the same text.
 * Each selects `item`, its `case_id`, the moment `at` by which it lies in a range, and the `bar` to which it belongs.
 *
 * $1 the first moment of the range, $2 the first after it, $3 whether confidential cases are among them, $4 now.
 */

const KNOWN = '($3::boolean or not confidential)';
const CONFIDENTIAL =
  'select case_id from termination where confidential union all select case_id from termination_closed where confidential';

/** A case is closed after it was declared, so the months before the range hold none that was declared in it. */
const DECLARED = (bar: string): readonly string[] => [
  `select case_id as item, case_id, declared_at as at, ${bar} as bar, confirmed_at, service_ended_at, certificate_id, null::text as closed_as
   from termination where declared_at >= $1 and declared_at < $2 and ${KNOWN}`,
  `select case_id as item, case_id, declared_at as at, ${bar} as bar, confirmed_at, service_ended_at, certificate_id, outcome as closed_as
   from termination_closed where declared_at >= $1 and declared_at < $2 and closed_at >= $1 and ${KNOWN}`,
];

const CLOSED = (bar: string, which: string): readonly string[] => [
  `select case_id as item, case_id, closed_at as at, ${bar} as bar, closed_at - declared_at as took
   from termination_closed where closed_at >= $1 and closed_at < $2 and ${which} and ${KNOWN}`,
];

export const PARTS: Readonly<Record<ChartName, readonly string[]>> = {
  // In a campaign no holder was asked.
  reasons: DECLARED(`coalesce(reason, case lane when ${LANES.campaign} then 'campaign' else 'not_said' end)`),
  funnel: DECLARED(`'declared'`),
  durations: CLOSED('outcome', `outcome = 'completed'`),
  outcomes: CLOSED('outcome', 'outcome is not null'),
  proofs: CLOSED('detach', `outcome = 'completed' and detach is not null`),
  // A case that met the same check several times counts once, with the last time in the range.
  blockers: [
    `select d.case_id as item, d.case_id, max(d.at) as at, f ->> 'check' as bar
     from decision d cross join lateral jsonb_array_elements(d.findings) f
     where d.at >= $1 and d.at < $2 and d.verdict = 'blocked' and d.case_id is not null and f ->> 'effect' = 'blocks'
       and ($3::boolean or d.case_id not in (${CONFIDENTIAL}))
     group by d.case_id, f ->> 'check'`,
  ],
  clocks: [
    `select request_id as item, null::uuid as case_id, decide_by as at, 'decide_by' as bar
     from special_request where decide_by >= $1 and decide_by < $2 and decide_by < coalesce(decided_at, $4) and ${KNOWN}`,
    `select case_id as item, case_id, max(wait_until) as at, 'device_wait' as bar
     from unbinding where wait_until >= $1 and wait_until < $2 and wait_until <= coalesce(result_at, $4)
       and ($3::boolean or case_id not in (${CONFIDENTIAL}))
     group by case_id`,
    `select case_id as item, case_id, detach_deadline as at, 'detach_deadline' as bar
     from termination where detach_deadline >= $1 and detach_deadline < $2 and detach_deadline < $4
       and (stage = 'detach' or detach = 'unconfirmed') and ${KNOWN}`,
    `select case_id as item, case_id, detach_deadline as at, 'detach_deadline' as bar
     from termination_closed where detach = 'unconfirmed' and detach_deadline >= $1 and detach_deadline < $2
       and detach_deadline <= closed_at and ${KNOWN}`,
    `select case_id as item, case_id, due_at as at, case stage when 'confirm' then 'declaration_expiry' else 'cooling_off' end as bar
     from termination where stage in ('confirm', 'cool_off') and due_at >= $1 and due_at < $2 and due_at < $4 and ${KNOWN}`,
  ],
  notices: [
    `select message_id as item, case_id, given_up_at as at, given_up_for as bar
     from outbox where given_up_at >= $1 and given_up_at < $2
       and ($3::boolean or ((case_id is null or case_id not in (${CONFIDENTIAL}))
         and (party_id is null or party_id not in (select requester_id from special_request where confidential))))`,
  ],
};

/** Which of the cases that were declared came as far as that. */
export const REACHED: Readonly<Record<FunnelStep, string>> = {
  declared: 'true',
  confirmed: 'confirmed_at is not null',
  barred: 'service_ended_at is not null',
  certified: 'certificate_id is not null',
  completed: `closed_as = 'completed'`,
};

/** All rows of a chart. $4 is named because not every chart asks for it, and PostgreSQL needs its type all the same. */
export const rowsOf = (chart: ChartName): string =>
  `(${PARTS[chart].map((part) => `(${part})`).join(' union all ')}) p where $4::timestamptz is not null`;
