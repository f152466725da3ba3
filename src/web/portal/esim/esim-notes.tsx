import { isCancellable, isOnDevice } from '../../../domain/lines/esim-profile.ts';
import type { LineProfile } from '../../../operations/lines/line-profiles.ts';
import type { Formats } from '../../kit/formats.ts';
import { LinkButton } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { deviceName } from '../lines/device-name.ts';
import type { EsimView } from './esim-view.ts';

interface EsimProps {
  readonly visit: Visit;
  readonly esim: EsimView | null;
}

/** On the progress page, while there is something to do on a device. */
export function EsimToDo({ visit, esim, formats, here }: EsimProps & { formats: Formats; here: string }) {
  const { esim: text } = visit.t;
  if (esim?.phase !== 'waits') return null;
  return (
    <section class="note info tight">
      <h2>{esim.headline}</h2>
      {esim.waitUntil === null ? null : <p>{text.latest(formats.moment(esim.waitUntil))}</p>}
      <LinkButton href={`${here}/devices`}>{text.see}</LinkButton>
    </section>
  );
}

/** Beside the button that withdraws: what is gone already, and what that means. */
export function LostEsim({ visit, esim }: EsimProps) {
  const { esim: text } = visit.t;
  if (esim === null || esim.signed + esim.unsigned === 0) return null;
  return (
    <div class="note warn tight">
      {esim.signed > 0 ? <p>{text.lost(esim.signed)}</p> : null}
      {esim.unsigned > 0 ? <p>{text.perhapsLost(esim.unsigned)}</p> : null}
    </div>
  );
}

/** After a withdrawal that came too late for an eSIM. */
export function NewEsim({ visit, esim, lineId }: EsimProps & { lineId: string }) {
  const { esim: text, lineDetails } = visit.t;
  if (esim === null || esim.signed === 0) return null;
  return (
    <div class="note warn tight">
      <p>{text.lostBefore(esim.signed)}</p>
      {visit.session === null ? (
        <p>{lineDetails.newText(visit.op.house.hotline?.number ?? null)}</p>
      ) : (
        <p>
          <a href={`/lines/${encodeURIComponent(lineId)}#new-esim`}>{lineDetails.newLink}</a>
        </p>
      )}
    </div>
  );
}

/** Before the line is handed back: which devices will have to let go of it. */
export function EsimAhead({
  visit,
  profiles,
  until,
}: {
  visit: Visit;
  profiles: readonly LineProfile[];
  /** Until when the line would wait, as it is read; null where nothing is submitted yet. */
  until: string | null;
}) {
  const { esim: text, punctuation } = visit.t;
  const held = profiles.filter(({ state }) => isOnDevice(state));
  const ordered = profiles.filter(({ state }) => isCancellable(state));
  if (held.length === 0) return null;
  return (
    <section class="note warn tight" id="esim">
      <h2>{until === null ? text.beforeTitle : text.reviewTitle}</h2>
      <p>{until === null ? text.beforeLead : text.reviewLead}</p>
      <ul class="plain-list">
        {held.map((profile) => (
          <li key={profile.iccid}>
            <strong>{deviceName(visit.t, profile)}</strong>
            {profile.label === null || profile.eidEnd === null
              ? null
              : punctuation.dot + text.eid(profile.eidEnd)}
          </li>
        ))}
        {until === null
          ? null
          : ordered.map((profile) => (
              <li key={profile.iccid}>
                <strong>{deviceName(visit.t, profile)}</strong>
                {punctuation.dot}
                {text.ordered}
              </li>
            ))}
      </ul>
      <p>
        <strong>{text.never}</strong>
      </p>
      {until === null ? null : <p>{text.reviewUntil(until)}</p>}
    </section>
  );
}
