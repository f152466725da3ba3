import { viewWholeCase, type WholeCase } from '../../../../operations/oversight/cases/view-whole-case.ts';
import { formatsOf } from '../../../kit/formats.ts';
import type { Form } from '../../../kit/page.ts';
import { Clock, Errors, Heading } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { RecentLooks } from '../../kit/recent-looks.ts';
import { CaseState, casePath } from '../case-words.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS, OPERATIONS_ROLES } from '../sections.ts';
import { Acts, actDone, doAct } from './case-acts.tsx';
import { Decisions, Exchanges } from './case-evidence.tsx';
import { Happened } from './case-history.tsx';
import { Next, Summary } from './case-summary.tsx';
import { Card, Certificate, Devices, Notices } from './case-things.tsx';

const LOOKS = new RecentLooks();

/** One case as one page: what happened, what is next, why, what the network said, and what can be done. */
export const casePage: DeskPage = {
  path: `${OPERATIONS}/cases/:reference`,
  roles: OPERATIONS_ROLES,
  async show(visit, form) {
    const t = visit.t.caseDesk.page;
    const raw = visit.url.searchParams.get('exchanges') === 'raw';
    const staff = staffOf(visit);
    const quietly = LOOKS.goesOn(staff.person.sessionId, referenceOf(visit), visit.op.clock.now());
    const found = await viewWholeCase(visit.op, staff, { reference: referenceOf(visit), raw, quietly });
    const { reference, closedAt } = found.record;
    const live = closedAt === null && !raw;
    return {
      kind: 'page',
      title: t.title(reference),
      back: null,
      // Whoever reads what was said keeps it under their eyes.
      islands: live ? ['desk-case'] : [],
      body: (
        <OperationsFrame visit={visit} here="queue">
          <p id="said" role="status" class="hidden-text" />
          <p id="moved" class="note warn" hidden>
            {t.moved} <a href={casePath(reference)}>{t.loadAgain}</a>
          </p>
          <Errors visit={visit} form={form} />
          <div
            id="case"
            class="stack"
            data-events={live ? `${casePath(reference)}/events` : undefined}
            data-moment={found.moment}
            data-say={t.movedOn}
          >
            <Heading lead={<CaseState visit={visit} found={found.record} />}>{t.title(reference)}</Heading>
            <Body visit={visit} form={form} found={found} raw={raw} />
          </div>
        </OperationsFrame>
      ),
    };
  },
  fields: {
    stage_conflict: null,
    stage_not_skippable: null,
    approval_open: null,
    notice_not_retryable: null,
    notice_unknown: null,
    profile_unknown: null,
    certificate_unknown: null,
    role_needed: null,
    field_invalid: 'revoke_why',
    request_invalid: null,
  },
  submit: (visit) => doAct(visit, referenceOf(visit)),
};

const referenceOf = ({ params }: DeskVisit): string => params['reference'] ?? '';

function Body(props: { visit: DeskVisit; form: Form; found: WholeCase; raw: boolean }) {
  const { visit, form, found, raw } = props;
  const t = visit.t.caseDesk.page;
  const formats = formatsOf(visit.language, found.timeZone);
  const done = actDone(visit.url);
  const shared = { visit, found, formats };
  return (
    <>
      {done === null ? null : (
        <p class="note ok" role="status">
          {t.done[done]}
        </p>
      )}
      {found.erased ? <p class="note warn">{t.erased}</p> : null}
      <div class="case-columns">
        <div class="stack">
          <Summary {...shared} />
          <Next {...shared} />
        </div>
        <div class="stack case-beside">
          <Acts {...shared} form={form} />
          <Devices {...shared} />
          <Card {...shared} />
          <Certificate {...shared} />
          <Notices {...shared} />
        </div>
        <div class="stack">
          <Happened {...shared} />
          <Decisions {...shared} />
          <Exchanges {...shared} raw={raw} path={casePath(found.record.reference)} />
        </div>
      </div>
      <Clock visit={visit} zone={formats.zone} />
    </>
  );
}
