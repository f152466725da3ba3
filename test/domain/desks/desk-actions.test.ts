import { describe, expect, it } from 'vitest';
import { type DeskAction, type DeskState, deskActions } from '../../../src/domain/desks/desk-actions.ts';

const open: NonNullable<DeskState['case']> = {
  ...{ confirmed: false, awaited: false, urgent: false, untouched: true, withdrawal: 'at_once' },
  ...{ receipt: true, refund: false, waitingDevices: 0 },
};
const state: DeskState = {
  ...{ locked: false, reach: 'everything', held: false, lineEnded: false },
  ...{ case: open, blocking: 0, findings: 0 },
};
const why = (action: DeskAction, changed: Partial<DeskState>) =>
  deskActions({ ...state, ...changed }).find((one) => one.action === action)?.obstacle;

describe('what an agent can do for a caller', () => {
  it('is nothing while the call is locked or nothing is proven', () => {
    for (const { obstacle } of deskActions({ ...state, locked: true })) expect(obstacle).toBe('locked');
    for (const { obstacle } of deskActions({ ...state, reach: 'nothing' }))
      expect(obstacle).toBe('not_proven');
  });

  it('is to report a loss with what an urgent bar asks for, and nothing else', () => {
    const allowed = deskActions({ ...state, case: null, reach: 'bar' }).filter(
      (one) => one.obstacle === null,
    );
    expect(allowed).toEqual([{ action: 'report', obstacle: null }]);
  });

  it.each<[DeskAction, Partial<DeskState>, string | null]>([
    ['declare', { case: null }, null],
    ['declare', {}, 'case_open'],
    ['declare', { case: null, lineEnded: true }, 'line_ended'],
    ['report', {}, null],
    ['report', { case: { ...open, urgent: true } }, 'reported'],
    ['report', { case: { ...open, untouched: false } }, 'too_late'],
    ['confirm', {}, null],
    ['confirm', { case: null }, 'no_case'],
    ['confirm', { blocking: 1 }, 'in_the_way'],
    ['confirm', { held: true }, 'held'],
    ['confirm', { case: { ...open, confirmed: true } }, 'confirmed'],
    ['confirm', { case: { ...open, awaited: true } }, 'awaits_second'],
    ['send_receipt', {}, null],
    ['write_letter', { case: { ...open, receipt: false } }, 'no_receipt'],
    ['refund', {}, 'nothing_to_refund'],
    ['refund', { case: { ...open, refund: true } }, null],
    ['dispute', {}, 'nothing_found'],
    ['dispute', { findings: 1, case: null }, null],
    ['said_deleted', {}, 'not_confirmed'],
    ['stop_waiting', { case: { ...open, confirmed: true } }, 'no_devices'],
    ['said_deleted', { case: { ...open, confirmed: true, waitingDevices: 1 } }, null],
    ['withdraw', {}, null],
    ['withdraw', { case: { ...open, withdrawal: 'refused' } }, 'too_late'],
  ])('%s with %j: %s', (action, changed, obstacle) => {
    expect(why(action, changed)).toBe(obstacle);
  });
});
