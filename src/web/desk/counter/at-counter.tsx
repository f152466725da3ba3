import type { ComponentChildren } from 'preact';
import { COUNTER_STEPS, type CounterStep, mayOpen } from '../../../domain/desks/counter-step.ts';
import { HandbackError } from '../../../domain/errors.ts';
import type { Subscriber } from '../../../operations/access/actor.ts';
import {
  type CounterVisitView,
  viewCounterVisit,
} from '../../../operations/desks/counter/view-counter-visit.ts';
import type { OtherAttendance } from '../../../operations/desks/view-attendance.ts';
import { keepDraft } from '../../../operations/staff/drafts.ts';
import { type Answer, type Form, go, type PageAnswer } from '../../kit/page.ts';
import { Actions, Errors, Heading, LinkButton, Tap, Token } from '../../kit/parts.tsx';
import { rolesOf } from '../kit/desk-access.ts';
import { attendanceOf, type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';

export const COUNTER = '/desk/counter';
/** Who sits at a counter; a supervisor helps. */
export const COUNTER_ROLES = rolesOf('resumeCounterVisit');

/** One request in the middle of a visit. */
export interface AtCounter {
  readonly visit: DeskVisit;
  /** In whose place the clerk acts. */
  readonly customer: Subscriber;
  readonly others: readonly OtherAttendance[];
  readonly found: CounterVisitView;
  /** The address of this visit, under which its steps are. */
  readonly here: string;
}

/** What one step shows. */
export interface StepView {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly body: ComponentChildren;
  readonly islands?: readonly string[];
  readonly camera?: true;
  /** Whether it holds a form whose content goes along when the language is changed. */
  readonly form?: boolean;
}

interface StepPage extends Pick<DeskPage, 'fields' | 'uploads'> {
  readonly path: string;
  /** Which step it is; a page that belongs to none is open as soon as the visit is. */
  readonly step: CounterStep | null;
  readonly ask: (at: AtCounter, form: Form) => Promise<StepView | Answer>;
  readonly take?: (at: AtCounter) => Promise<Answer>;
}

/** A page of a visit: the rail of its steps, who else works on the line, and the step itself. */
export function counterPage({ path, step, ask, take, ...page }: StepPage): DeskPage {
  return {
    ...page,
    path: `${COUNTER}/:attendanceId${path}`,
    roles: COUNTER_ROLES,
    async show(visit, form) {
      try {
        const at = await atCounter(visit);
        if (step !== null && !mayOpen(step, at.found.progress)) return go(stepPath(at.here, at.found.next));
        const asked = await ask(at, form);
        return 'kind' in asked ? asked : drawn(at, step, form, asked);
      } catch (error) {
        if (!isOver(error)) throw error;
        // A draft is read once: it waits for the customer who may still stand there.
        await keepTyped(visit, form.values);
        return overPage(visit);
      }
    },
    ...(take === undefined
      ? {}
      : {
          async submit(visit: DeskVisit) {
            try {
              return await take(await atCounter(visit));
            } catch (error) {
              if (!isOver(error)) throw error;
              const { token: _, ...typed } = visit.values;
              await keepTyped(visit, typed);
              return go(visit.url.pathname);
            }
          },
        }),
  };
}

async function atCounter(visit: DeskVisit): Promise<AtCounter> {
  const { customer, others, attendanceId } = await attendanceOf(visit, 'store');
  const found = await viewCounterVisit(visit.op, customer);
  return { visit, customer, others, found, here: `${COUNTER}/${attendanceId}` };
}

function isOver(error: unknown): boolean {
  return (
    error instanceof HandbackError && (error.code === 'attendance_over' || error.code === 'visit_unknown')
  );
}

async function keepTyped(visit: DeskVisit, values: Form['values']): Promise<void> {
  if (Object.keys(values).length === 0) return;
  const { subject } = staffOf(visit).person;
  await keepDraft(visit.op, { subject, path: visit.url.pathname, values });
}

export function stepPath(here: string, step: CounterStep): string {
  return `${here}/${step.replace('_', '-')}`;
}

function drawn(at: AtCounter, step: CounterStep | null, form: Form, view: StepView): PageAnswer {
  const { visit } = at;
  const { counter: text } = visit.t;
  const { title, lead, body, islands = [], camera, form: hasForm = true } = view;
  return {
    kind: 'page',
    title,
    back: null,
    form: hasForm,
    islands: ['desk-shared-device', ...islands],
    ...(camera === undefined ? {} : { camera }),
    body: (
      <div class="counter">
        <Rail at={at} step={step} />
        <div class="stack step">
          <Others at={at} />
          <Errors visit={visit} form={form} />
          <div class="tight">
            {step === null ? null : (
              <p class="eyebrow">{text.stepOf(COUNTER_STEPS.indexOf(step) + 1, COUNTER_STEPS.length)}</p>
            )}
            <Heading lead={lead}>{title}</Heading>
          </div>
          {body}
        </div>
        <Guard visit={visit} leave={`${at.here}/leave`} />
      </div>
    ),
  };
}

/** The five steps: those behind lead back, those ahead are named. */
function Rail({ at, step }: { at: AtCounter; step: CounterStep | null }) {
  const { visit, found, here } = at;
  const { counter: text } = visit.t;
  const next = COUNTER_STEPS.indexOf(found.next);
  return (
    <nav class="rail" aria-label={text.rail}>
      <ol>
        {COUNTER_STEPS.map((name, i) => (
          <li key={name} class={i < next ? 'done' : undefined}>
            {i <= next && name !== step ? (
              <a href={stepPath(here, name)}>{text.steps[name]}</a>
            ) : (
              <span aria-current={name === step ? 'step' : undefined}>{text.steps[name]}</span>
            )}
            {i < next ? <span class="hidden-text">{text.stepDone}</span> : null}
          </li>
        ))}
      </ol>
      <Tap visit={visit} action={`${here}/leave`} second>
        {text.leave}
      </Tap>
    </nav>
  );
}

function Others({ at: { visit, others } }: { at: AtCounter }) {
  if (others.length === 0) return null;
  const names = visit.t.punctuation.listed(others.map(({ name }) => name));
  return (
    <p class="note warn" role="status">
      {visit.t.counter.others(names)}
    </p>
  );
}

const IDLE_SECONDS = 120;
const WARN_SECONDS = 20;

/** What the script of a shared device needs: how long nobody may touch it, and the way out. */
export function Guard({ visit, leave }: { visit: DeskVisit; leave: string }) {
  const { idle } = visit.t.counter;
  return (
    <div data-idle={IDLE_SECONDS} data-warn={WARN_SECONDS} data-over={idle.over}>
      <form method="post" action={leave} hidden>
        <Token visit={visit} />
      </form>
      <dialog aria-labelledby="idle-title">
        <form method="dialog" class="stack">
          <h2 id="idle-title">{idle.title}</h2>
          <p>{idle.lead}</p>
          <button class="button" type="submit">
            {idle.stay}
          </button>
        </form>
      </dialog>
    </div>
  );
}

/** The attendance is over: by a session that ended, by idling, or from another window. */
function overPage(visit: DeskVisit): PageAnswer {
  const { over } = visit.t.counter;
  const attendanceId = visit.params['attendanceId'] ?? '';
  return {
    kind: 'page',
    title: over.title,
    back: null,
    status: 410,
    body: (
      <div class="narrow stack">
        <Heading lead={over.lead}>{over.title}</Heading>
        <Actions two>
          <Tap visit={visit} action={`${COUNTER}/${attendanceId}/resume`}>
            {over.again}
          </Tap>
          <LinkButton href={COUNTER} second>
            {over.start}
          </LinkButton>
        </Actions>
      </div>
    ),
  };
}
