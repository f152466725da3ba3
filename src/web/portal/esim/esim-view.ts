import { isSpared } from '../../../domain/cases/termination.ts';
import type { Messages } from '../../../messages/index.ts';
import type { CaseView } from '../../../operations/cases/case-view.ts';
import type { DevicesView, DeviceView } from '../../../operations/esim/device-view.ts';

/**
 * What the line does about its devices: `waits` for them; `goes_on` without waiting, towards the cut; `cut` already;
 * `stays`, because the request was withdrawn or expired.
 */
export type EsimPhase = 'waits' | 'goes_on' | 'cut' | 'stays';

/** Where one device stands on a page; a profile of a line that stays is not asked for any more. */
export type ShownStatus = DeviceView['status'] | 'stays';

export interface ShownDevice extends DeviceView {
  readonly shown: ShownStatus;
}

export interface EsimView {
  readonly phase: EsimPhase;
  readonly devices: readonly ShownDevice[];
  /** Until when the line waits; null when it waits no longer. */
  readonly waitUntil: Date | null;
  readonly signed: number;
  /** Reported as deleted by somebody, and not signed. */
  readonly unsigned: number;
  /** Not signed and not reported: still asked for. */
  readonly held: number;
  readonly headline: string;
}

/** The eSIM profiles of a case; null where there are none, or none is asked for as yet. */
export function esimOf({ esim: text }: Messages, view: CaseView): EsimView | null {
  const found = view.devices;
  if (found === null || found.devices.length === 0) return null;
  const phase = phaseOf(view, found);
  const devices = found.devices.map((device) => ({ ...device, shown: shownStatus(device, phase) }));
  const count = (...statuses: ShownStatus[]) =>
    devices.filter(({ shown }) => statuses.includes(shown)).length;
  const counts = {
    signed: found.deleted,
    unsigned: devices.filter(({ status }) => status === 'reported').length,
    held: count('requested'),
    ofAll: devices.length - count('to_cancel', 'cancelled'),
  };
  return {
    phase,
    devices,
    waitUntil: phase === 'waits' ? found.waitUntil : null,
    signed: counts.signed,
    unsigned: counts.unsigned,
    held: counts.held,
    headline: headlineOf(text, phase, counts),
  };
}

function phaseOf({ record, seenAt }: CaseView, { waitUntil }: DevicesView): EsimPhase {
  const { outcome, withdrawRequestedAt, stage, closedAt, serviceEndedAt, plan } = record;
  if (isSpared(outcome) || withdrawRequestedAt !== null || stage === 'undo_bar') return 'stays';
  if (closedAt !== null || serviceEndedAt !== null) return 'cut';
  return waitUntil !== null && waitUntil > seenAt && plan.includes('unbind') ? 'waits' : 'goes_on';
}

function shownStatus({ status }: DeviceView, phase: EsimPhase): ShownStatus {
  return phase === 'stays' && status !== 'proven' && status !== 'cancelled' ? 'stays' : status;
}

function headlineOf(
  text: Messages['esim'],
  phase: EsimPhase,
  { signed, unsigned, held, ofAll }: { signed: number; unsigned: number; held: number; ofAll: number },
): string {
  if (phase === 'stays') return signed > 0 ? text.goneForGood(signed) : text.stays;
  if (ofAll === 0) return text.noDevice;
  if (signed === ofAll) return text.allSigned;
  if (phase !== 'cut' && held > 0) return text.holds(held);
  if (phase !== 'cut' && unsigned > 0) return text.unsigned(unsigned);
  return signed > 0 ? text.someSigned(signed, ofAll) : text.noneSigned;
}
