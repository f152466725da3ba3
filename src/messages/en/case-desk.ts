import type { Outcome, Stage } from '../../domain/cases/termination.ts';
import type { WaitingFor } from '../../domain/cases/waiting.ts';
import type { LineStatus } from '../../domain/lines/line.ts';

type SearchKind = 'case' | 'request' | 'number' | 'iccid' | 'eid' | 'imsi' | 'name';

/** Finding a case at the operations desk, and reading it. */
export const caseDesk = {
  title: 'Find a case',
  lead: 'By what you have of it. A name is found only if it is exactly the same.',
  key: 'Number, reference, card or name',
  keyHint:
    'A phone number, HB-…, SR-…, ICCID, EID, IMSI, or the whole name. Spaces, dots and capital letters do not matter.',
  keyMissing: 'Enter what you have of the case',
  find: 'Find',
  takenAs: (kind: SearchKind) =>
    ({
      case: 'The reference of a case',
      request: 'The reference of a special request',
      number: 'A phone number',
      iccid: 'An ICCID',
      eid: 'An EID',
      imsi: 'An IMSI',
      name: 'A name',
    })[kind],
  found: (lines: number) => (lines === 1 ? '1 line found' : `${lines} lines found`),
  nothing: 'Nothing found',
  nothingHint:
    'Look for typing mistakes, or use something else that you have of it. A name must be the whole name.',
  more: 'There are more than are shown here. Use a number or a reference to find the one.',
  namesMissing: 'Some names are still being read, and are not found yet. Try again in some minutes.',
  linesFound: 'Lines',
  requestsFound: 'Special requests',
  line: 'Line',
  number: 'Number',
  noNumber: 'none',
  formerly: (until: string) => `until ${until}`,
  hadUntil: (until: string) => `had the number that you entered until ${until}`,
  status: 'Status',
  statuses: {
    active: 'In service',
    barred: 'Barred',
    ended: 'Ended',
  } satisfies Record<LineStatus, string> as Readonly<Record<LineStatus, string>>,
  cases: 'Cases',
  noCases: 'none',
  reference: 'Reference',
  received: 'Received',
  route: 'Route',
  confidential: 'Confidential',
  stages: {
    confirm: 'Confirm',
    cool_off: 'Cooling-off',
    unbind: 'Unbind devices',
    save_subscriber: 'Save the record',
    bar: 'Bar',
    detach: 'Detach',
    remove: 'Remove',
    cancel_profiles: 'Take back eSIM',
    settle: 'Settle the bill',
    quarantine: 'Quarantine the number',
    prove_absent: 'Prove absent',
    certify: 'Certify',
    notify: 'Tell the holder',
    undo_bar: 'Lift the bar',
    close: 'Close',
  } satisfies Record<Stage, string> as Readonly<Record<Stage, string>>,
  waits: {
    person: 'Waits for the holder',
    staff: 'Needs a person of ours',
    cooling_off: 'Cooling off',
    device: 'Waits for a device',
    serving_node: 'Waits for a serving node',
    peer: 'A system is away',
  } satisfies Record<WaitingFor, string> as Readonly<Record<WaitingFor, string>>,
  running: 'Under way',
  outcomes: {
    completed: 'Line ended',
    withdrawn: 'Withdrawn',
    expired: 'Expired',
    holder_changed: 'Holder changed',
  } satisfies Record<Outcome, string> as Readonly<Record<Outcome, string>>,
};
