import { isSpared, type Spared, STAGES } from '../../../domain/cases/termination.ts';
import type { CaseRecord, CaseStep, CaseView } from '../../../operations/cases/case-view.ts';
import type { Formats } from '../../kit/formats.ts';
import { Tag } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import type { EsimView } from '../esim/esim-view.ts';

const CLASSES = { done: 'done', now: 'now', to_come: 'later' } as const;
const TONES = { done: 'ok', now: 'now', to_come: 'plain' } as const;

/** Whether the phone is somebody else's than the reader's: who must be safe has the line in use. */
export const isOfOthers = ({ route }: CaseRecord): boolean => route !== null && route !== 'survivor';

/** The name of a step, to whoever reads it. */
function stepName({ t }: Visit, record: CaseRecord, step: CaseStep['step']): string {
  const { others } = t.special;
  if (isOfOthers(record) && step === 'confirmed') return others.confirm;
  return isOfOthers(record) && step === 'unbound' ? others.devices : t.progress.steps[step];
}

interface LineProps {
  readonly visit: Visit;
  readonly view: CaseView;
  readonly formats: Formats;
  readonly esim: EsimView | null;
}

/** The line of steps that ends in a full stop: solid is done, dashed is to come. */
export function Line({ visit, view, formats, esim }: LineProps) {
  const { progress: text } = visit.t;
  const { outcome, stage, closedAt, withdrawRequestedAt, updatedAt } = view.record;
  if (isSpared(outcome) && stage !== 'undo_bar') {
    const at = withdrawRequestedAt ?? closedAt ?? updatedAt;
    return <Ended visit={visit} view={view} formats={formats} outcome={outcome} at={at} />;
  }
  return (
    <ol class="line">
      {view.steps.map((step) => (
        <li
          key={step.step}
          class={CLASSES[step.state]}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span class="head-row">
            <span class="what">{stepName(visit, view.record, step.step)}</span>
            <Tag tone={TONES[step.state]}>{text.states[step.state]}</Tag>
          </span>
          {step.at === null ? null : (
            <time class="hint" dateTime={step.at.toISOString()}>
              {formats.exact(step.at)}
            </time>
          )}
          <Deadline visit={visit} view={view} step={step} formats={formats} esim={esim} />
        </li>
      ))}
    </ol>
  );
}

type EndedProps = Omit<LineProps, 'esim'> & { outcome: Spared; at: Date };

/** A case that ended without ending the line: what was done, and then the full stop. */
function Ended({ visit, view, formats, outcome, at }: EndedProps) {
  const { progress: text } = visit.t;
  const steps = [
    ...view.steps.flatMap((step) =>
      step.state === 'done' && step.at !== null
        ? [{ words: stepName(visit, view.record, step.step), at: step.at }]
        : [],
    ),
    { words: text.ended[outcome], at },
  ];
  return (
    <ol class="line">
      {steps.map((step) => (
        <li key={step.words} class="done">
          <span class="what">{step.words}</span>
          <time class="hint" dateTime={step.at.toISOString()}>
            {formats.exact(step.at)}
          </time>
        </li>
      ))}
    </ol>
  );
}

/** The clock time by which something happens, beside the step that waits for it. */
function Deadline({ visit, view, step, formats, esim }: LineProps & { step: CaseStep }) {
  const { progress: text, esim: esimText } = visit.t;
  const { record } = view;
  if (step.step === 'unbound' && esim !== null && esim.phase !== 'stays') {
    return (
      <span class="hint" data-say={esim.headline}>
        {esim.waitUntil === null ? esim.headline : esimText.until(formats.moment(esim.waitUntil))}
      </span>
    );
  }
  if (record.dueAt === null || record.closedAt !== null) return null;
  const at = formats.moment(record.dueAt);
  if (step.step === 'cut' && record.stage === 'cool_off') {
    const latest = esim?.waitUntil ?? null;
    return (
      <span class="hint">
        {latest === null ? text.serviceEnds(at) : esimText.serviceEndsLatest(formats.moment(latest))}
      </span>
    );
  }
  if (step.state !== 'now') return null;
  if (step.step === 'cooling_off') return <span class="hint">{text.coolingUntil(at)}</span>;
  if (STAGES[record.stage].driver === 'person' && step.step === 'confirmed') {
    return <span class="hint">{text.confirmUntil(at)}</span>;
  }
  return null;
}

/** What holds the case up, said as it is. */
export function Hold({ visit, formats, record }: { visit: Visit; formats: Formats; record: CaseRecord }) {
  const { hold: text } = visit.t.progress;
  const now = visit.op.clock.now();
  const { waitingFor, dueAt } = record;
  if (record.closedAt !== null) return null;
  const { pausedUntil } = record;
  if (pausedUntil !== null && pausedUntil > now)
    return <Held title={text.paused} detail={text.pausedUntil(formats.moment(pausedUntil))} />;
  if (waitingFor === null || waitingFor === 'paused') return null;
  if (waitingFor === 'person' || waitingFor === 'cooling_off' || waitingFor === 'device') return null;
  if (waitingFor === 'staff') {
    return <Held title={text.staff} detail={text.staffSince(formats.moment(record.updatedAt))} />;
  }
  if (waitingFor === 'serving_node') {
    const until = record.detachDeadline;
    return (
      <Held
        title={text.serving_node}
        detail={until === null ? null : text.serving_node_until(formats.moment(until))}
      />
    );
  }
  return <Held title={text.again} detail={dueAt === null ? null : text.againAt(formats.exactClock(dueAt))} />;
}

function Held({ title, detail }: { title: string; detail: string | null }) {
  return (
    <div class="note warn">
      <p>
        <strong>{title}</strong>
      </p>
      {detail === null ? null : <p>{detail}</p>}
    </div>
  );
}
