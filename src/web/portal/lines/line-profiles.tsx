import { isOnDevice, type ProfileState } from '../../../domain/lines/esim-profile.ts';
import type { LineProfile } from '../../../operations/lines/line-profiles.ts';
import type { Formats } from '../../kit/formats.ts';
import { Tag, type Tone } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { deviceName } from './device-name.ts';

interface ProfilesProps {
  readonly visit: Visit;
  readonly formats: Formats;
  readonly profiles: readonly LineProfile[];
}

/** Of a line that is not ending: an eSIM was deleted, and that does not mean what many believe. */
export function RemovedProfiles({ visit, formats, profiles }: ProfilesProps) {
  const { lineDetails: text } = visit.t;
  return (
    <>
      {profiles.filter(isRemoved).map((profile) => {
        const device = deviceName(visit.t, profile);
        return (
          <p key={profile.iccid}>
            <strong>
              {profile.deletedAt === null
                ? text.removedSometime(device)
                : text.removed(device, formats.moment(profile.deletedAt))}
            </strong>
          </p>
        );
      })}
      <p>{text.removedMeans}</p>
    </>
  );
}

export function isRemoved({ state }: Pick<LineProfile, 'state'>): boolean {
  return state === 'deleted';
}

type Shown = 'on_device' | 'ordered' | 'unavailable' | 'deleted';

const TONES: Readonly<Record<Shown, Tone>> = {
  on_device: 'ok',
  ordered: 'plain',
  unavailable: 'plain',
  deleted: 'warn',
};

function shownState(state: ProfileState): Shown {
  if (state === 'deleted' || state === 'unavailable') return state;
  return isOnDevice(state) ? 'on_device' : 'ordered';
}

/** Each profile: on which device it is, and when that was last heard of. */
export function ProfileList({ visit, formats, profiles }: ProfilesProps) {
  const { esim, lineDetails: text } = visit.t;
  return profiles.map((profile) => {
    const { iccid, eidEnd, lastSeenAt, deletedAt } = profile;
    const shown = shownState(profile.state);
    const facts = [
      eidEnd === null ? null : esim.eid(eidEnd),
      esim.iccid(iccid.slice(-4)),
      eidEnd === null
        ? null
        : lastSeenAt === null
          ? esim.neverSeen
          : esim.lastSeen(formats.moment(lastSeenAt)),
      shown === 'deleted' && deletedAt !== null ? text.deletedAt(formats.moment(deletedAt)) : null,
    ].filter((fact) => fact !== null);
    return (
      <section class="panel tight" key={iccid} aria-label={deviceName(visit.t, profile)}>
        <div class="head-row">
          <h3>{deviceName(visit.t, profile)}</h3>
          <Tag tone={TONES[shown]}>{text.states[shown]}</Tag>
        </div>
        <ul class="facts hint">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </section>
    );
  });
}
