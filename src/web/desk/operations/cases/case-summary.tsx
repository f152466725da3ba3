import { STAGES, type Stage } from '../../../../domain/cases/termination.ts';
import { meaningOfDate } from '../../../../domain/cases/waiting.ts';
import { type Msisdn, maskMsisdn } from '../../../../domain/values/msisdn.ts';
import type { WholeCase } from '../../../../operations/oversight/cases/view-whole-case.ts';
import type { Formats } from '../../../kit/formats.ts';
import { type Row, Rows, Tag } from '../../../kit/parts.tsx';
import type { DeskVisit } from '../../kit/desk-visit.ts';
import { ProblemText } from '../case-words.tsx';

/** What every part of the page is drawn from. */
export interface PartProps {
  readonly visit: DeskVisit;
  readonly found: WholeCase;
  /** In the clock of the case. */
  readonly formats: Formats;
}

/** Where the case stands, by its facts. */
export function Summary({ visit, found, formats }: PartProps) {
  const { caseDesk, eligibility, specialDesk, networkAnswers } = visit.t;
  const t = caseDesk.page;
  const { record, msisdn } = found;
  const moment = (at: Date | null) => (at === null ? null : formats.moment(at));
  const rows: readonly (readonly [string, Row['value'] | null])[] = [
    [caseDesk.line, <span class="code">{record.lineId}</span>],
    [caseDesk.number, msisdn === null ? caseDesk.noNumber : maskMsisdn(msisdn as Msisdn)],
    [t.problem, record.problem === null ? null : <ProblemText visit={visit} problem={record.problem} />],
    [t.declaredAt, formats.moment(record.declaredAt)],
    [t.channel, eligibility.channels[record.channel]],
    [t.route, record.route === null ? null : specialDesk.routes[record.route]],
    [t.confirmedAt, moment(record.confirmedAt)],
    [t.ended, moment(record.serviceEndedAt)],
    [t.detach, record.detach === null ? null : networkAnswers.detachments[record.detach].short],
    [t.billingEnd, record.billingEndOn === null ? null : formats.date(record.billingEndOn)],
    [t.release, record.releaseOn === null ? null : formats.date(record.releaseOn)],
    [t.rules, t.rulesOf(record.jurisdiction, record.rulebookVersion)],
    [t.closedAt, moment(record.closedAt)],
  ];
  return (
    <section class="tight" aria-labelledby="summary">
      <h2 id="summary">{t.summary}</h2>
      <Rows rows={rows.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]))} />
    </section>
  );
}

/** What comes next, and when: the date of the case, the clock of the rulebook, and the steps of its plan. */
export function Next({ visit, found, formats }: PartProps) {
  const t = visit.t.caseDesk.page;
  const { record, clock, seenAt } = found;
  if (record.closedAt !== null)
    return (
      <section class="tight" aria-labelledby="next">
        <h2 id="next">{t.next}</h2>
        <p>{t.nextNothing}</p>
      </section>
    );
  const rows: readonly Row[] = [
    {
      label: t.due[meaningOfDate(record.stage)],
      value: record.dueAt === null ? t.dueNever : formats.moment(record.dueAt),
      hint: record.attempts > 0 ? t.tries(record.attempts) : undefined,
    },
    ...(record.pausedUntil === null || record.pausedUntil <= seenAt
      ? []
      : [{ label: t.restsUntil, value: formats.moment(record.pausedUntil) }]),
    ...(clock === null
      ? []
      : [
          {
            label: t.clocks[clock.clock],
            value: (
              <>
                {formats.moment(clock.at)} {clock.at <= seenAt ? <Tag tone="bad">{t.overdue}</Tag> : null}
              </>
            ),
          },
        ]),
  ];
  return (
    <section class="tight" aria-labelledby="next">
      <h2 id="next">{t.next}</h2>
      <Rows rows={rows} />
      <h3>{t.plan}</h3>
      <Plan visit={visit} plan={record.plan} stage={record.stage} />
    </section>
  );
}

function Plan({ visit, plan, stage }: { visit: DeskVisit; plan: readonly Stage[]; stage: Stage }) {
  const { caseDesk: t } = visit.t;
  // A case whose bar is lifted has left its plan.
  const steps = plan.includes(stage) ? plan : [stage, 'close' as const];
  const now = steps.indexOf(stage);
  return (
    <ol class="plan">
      {steps.map((one, i) => (
        <li
          key={one}
          class={i < now ? 'done' : i === now ? 'now' : undefined}
          aria-current={i === now ? 'step' : undefined}
        >
          {t.stages[one]}{' '}
          <span class="hint">{i < now ? t.page.planDone : i === now ? t.page.planNow : t.page.planNext}</span>
          {i === now && STAGES[one].driver === 'person' ? <span class="hint"> {t.waits.person}</span> : null}
        </li>
      ))}
    </ol>
  );
}
