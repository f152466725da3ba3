import { CANCEL_ORDER, type ExecutionStatus } from '../../connectors/es2plus/functions.ts';
import { eidFromWire, iccidFromWire } from '../../connectors/es2plus/wire-values.ts';
import { isCancellable, type ProfileState } from '../../domain/lines/esim-profile.ts';
import type { Eid } from '../../domain/values/eid.ts';
import type { Iccid } from '../../domain/values/iccid.ts';

export interface SimulatedProfile {
  readonly iccid: Iccid;
  readonly state: ProfileState;
  readonly eid?: Eid;
  readonly matchingId?: string;
  /** The only requester that may touch it; anyone if left out. */
  readonly owner?: string;
}

/** How a function call ended; `code` as in the status-code tables of SGP.22. */
export interface CallEnd {
  readonly status: ExecutionStatus;
  readonly code?: string;
}

const failed = (code: string): CallEnd => ({ status: 'Failed', code });

/** The profiles of a simulated SM-DP+, and what cancelOrder does to them. SGP.22 sections 3.1.6 and 5.3.3. */
export class SimulatedOrders {
  readonly #profiles = new Map<Iccid, SimulatedProfile>();

  put(profile: SimulatedProfile): void {
    this.#profiles.set(profile.iccid, profile);
  }

  get(iccid: Iccid): SimulatedProfile | undefined {
    return this.#profiles.get(iccid);
  }

  /** A device fetches the profile. @throws Error unless it is released, for this eUICC or for any. */
  download(iccid: Iccid, eid: Eid): void {
    const profile = this.#profiles.get(iccid);
    if (profile?.state !== 'released' || (profile.eid ?? eid) !== eid) throw new Error('not downloadable');
    this.#profiles.set(iccid, { ...profile, state: 'downloaded', eid });
  }

  cancel(requester: string, body: Readonly<Record<string, unknown>>): CallEnd {
    const mandatory = Object.entries(CANCEL_ORDER.fields).filter(([, rule]) => rule === 'M');
    if (mandatory.some(([field]) => body[field] === undefined)) return failed('8.2.1/2.2');
    const iccid = iccidFromWire(body['iccid']);
    const final = FINAL_STATES[String(body['finalProfileStatusIndicator'])];
    if (iccid === null || final === undefined) return failed('1.6/2.1');
    const profile = this.#profiles.get(iccid);
    if (!profile) return failed('8.2.1/3.9');
    if ((profile.owner ?? requester) !== requester) return failed('8.2.1/1.2');
    const { eid, matchingId } = body;
    if (eid !== undefined && profile.eid !== undefined && eidFromWire(eid) !== profile.eid)
      return failed('8.1.1/3.10');
    if (matchingId !== undefined && profile.matchingId !== undefined && matchingId !== profile.matchingId)
      return failed('8.2.6/3.10');
    // The standard has no code for a profile that was cancelled before; there is nothing left to do.
    if (profile.state !== 'unavailable' && !isCancellable(profile.state)) return failed('8.2.1/3.3');
    const { eid: _eid, matchingId: _matchingId, ...unbound } = profile;
    this.#profiles.set(iccid, { ...unbound, state: final });
    return { status: 'Executed-Success' };
  }
}

const FINAL_STATES: Readonly<Record<string, ProfileState>> = {
  Available: 'available',
  Unavailable: 'unavailable',
};
