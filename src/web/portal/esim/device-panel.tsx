import type { Formats } from '../../kit/formats.ts';
import { Tag, Tap, type Tone } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { deviceName } from '../lines/device-name.ts';
import type { ShownDevice, ShownStatus } from './esim-view.ts';

const TONES: Readonly<Record<ShownStatus, Tone>> = {
  to_cancel: 'plain',
  requested: 'now',
  reported: 'warn',
  proven: 'ok',
  unproven: 'warn',
  unreachable: 'warn',
  not_possible: 'warn',
  cancelled: 'plain',
  stays: 'plain',
};

/** The eSIM may still be on the device: also where no proof will ever come, it is to be deleted. */
export const STILL_THERE: readonly ShownStatus[] = ['requested', 'unreachable', 'not_possible'];

interface DeviceProps {
  readonly visit: Visit;
  readonly formats: Formats;
  readonly device: ShownDevice;
  /** Reported lost: whoever has the device now is not to be led through it. */
  readonly urgent: boolean;
  readonly id: string;
  /** Where what the holder says of the device is sent to. */
  readonly action: string;
}

/** One device: what it is called, how far its deletion is, and what that means. */
export function DevicePanel({ visit, formats, device, urgent, id, action }: DeviceProps) {
  const { esim: text, punctuation } = visit.t;
  const { shown, eidEnd, iccid, lastSeenAt, resultAt } = device;
  const name = deviceName(visit.t, device);
  const known = [
    eidEnd === null ? null : text.eid(eidEnd),
    text.iccid(iccid.slice(-4)),
    eidEnd === null ? null : lastSeenAt === null ? text.neverSeen : text.lastSeen(formats.moment(lastSeenAt)),
    shown === 'cancelled' && resultAt !== null ? text.takenBack(formats.moment(resultAt)) : null,
  ].filter((fact) => fact !== null);
  return (
    <section
      class="panel tight"
      id={id}
      aria-labelledby={`${id}-name`}
      data-say={punctuation.labelled(name, text.status[shown])}
    >
      <div class="head-row">
        <h3 id={`${id}-name`}>{name}</h3>
        <Tag tone={TONES[shown]}>{text.status[shown]}</Tag>
      </div>
      <ul class="facts hint">
        {known.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <Steps visit={visit} formats={formats} device={device} />
      <p>{text.meaning[shown === 'requested' && urgent ? 'lost' : shown]}</p>
      {STILL_THERE.includes(shown) && !urgent ? (
        <p>
          <a class="act" href="#guides">
            {text.guideTitle}
            <span class="hidden-text">{punctuation.aside(name)}</span>
          </a>
        </p>
      ) : null}
      {shown === 'requested' ? (
        <div class="tight">
          <Tap visit={visit} action={`${action}#${id}`} second name="deleted" value={iccid}>
            {text.iDeleted}
            <span class="hidden-text">{punctuation.aside(name)}</span>
          </Tap>
          <p class="hint">{text.iDeletedHint}</p>
        </div>
      ) : null}
    </section>
  );
}

type StepState = 'done' | 'now' | 'later' | 'missed';

interface MiniStep {
  readonly what: 'requested' | 'deleted' | 'confirmed';
  readonly state: StepState;
  readonly words: string;
}

/** Requested, deleted by the device, confirmed by the operator: the small line that ends in a full stop. */
function Steps({ visit, formats, device }: Pick<DeviceProps, 'visit' | 'formats' | 'device'>) {
  const { esim: text } = visit.t;
  const steps = stepsOf(visit, formats, device);
  if (steps === null) return null;
  return (
    <ol class="line mini">
      {steps.map(({ what, state, words }) => (
        <li key={what} class={state} aria-current={state === 'now' ? 'step' : undefined}>
          <span class="what">{text.steps[what]}</span>
          <span class="hint">{words}</span>
        </li>
      ))}
    </ol>
  );
}

/** Null where no device was ever asked. The eUICC signs no time: the one that is shown is when we received it. */
function stepsOf(visit: Visit, formats: Formats, device: ShownDevice): readonly MiniStep[] | null {
  const { esim: text } = visit.t;
  const { shown, requestedAt, reportedAt, resultAt } = device;
  const at = resultAt === null ? null : formats.moment(resultAt);
  const requested: MiniStep = { what: 'requested', state: 'done', words: formats.moment(requestedAt) };
  const deleted = (state: StepState, words: string): MiniStep => ({ what: 'deleted', state, words });
  const confirmed = (state: StepState, words: string): MiniStep => ({ what: 'confirmed', state, words });
  const ended = at === null ? text.withoutProofYet : text.withoutProof(at);
  const said = reportedAt === null ? text.nothingHeard : text.reportedAt(formats.moment(reportedAt));
  switch (shown) {
    case 'to_cancel':
    case 'cancelled':
    case 'stays':
      return null;
    case 'requested':
      return [requested, deleted('now', text.notYet), confirmed('later', text.notYet)];
    case 'reported':
      return [requested, deleted('now', said), confirmed('later', text.waitsForSignature)];
    case 'proven':
      return [requested, deleted('done', text.signed), confirmed('done', at ?? '')];
    case 'unproven':
    case 'unreachable':
      return [requested, deleted('missed', said), confirmed('missed', ended)];
    case 'not_possible':
      return [requested, deleted('missed', text.cannotReport), confirmed('missed', ended)];
  }
}
