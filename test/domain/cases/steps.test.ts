import { describe, expect, it } from 'vitest';
import { planFor } from '../../../src/domain/cases/plan.ts';
import { type CaseProgress, stepsOf } from '../../../src/domain/cases/steps.ts';
import { isSpared, type Outcome, STAGE_NAMES, type Stage } from '../../../src/domain/cases/termination.ts';

const AT = new Date('2026-01-01T00:00:00Z');
const OUTCOMES: readonly (Outcome | null)[] = [null, 'completed', 'withdrawn', 'expired', 'holder_changed'];
const BOTH = [true, false];
const either = (is: boolean): Date | null => (is ? AT : null);

/** Every stage with every outcome, closed or not, and all that may be known of it by then. */
const all: readonly CaseProgress[] = STAGE_NAMES.flatMap((stage) =>
  OUTCOMES.flatMap((outcome) =>
    BOTH.flatMap((urgent) =>
      BOTH.flatMap((esim) =>
        BOTH.flatMap((confirmed) =>
          BOTH.flatMap((cut) =>
            BOTH.flatMap((certificate) =>
              BOTH.flatMap((closed) =>
                BOTH.map((withdrawn) => ({
                  stage,
                  plan: planFor({ urgent, esim }),
                  urgent,
                  outcome,
                  declaredAt: AT,
                  confirmedAt: either(confirmed),
                  serviceEndedAt: either(cut),
                  certificateId: certificate ? 'c' : null,
                  closedAt: either(closed),
                  withdrawRequestedAt: either(withdrawn),
                })),
              ),
            ),
          ),
        ),
      ),
    ),
  ),
).filter(({ stage, plan }) => plan.includes(stage) || stage === 'undo_bar');

const named = ({ stage, outcome, urgent, closedAt }: CaseProgress): string =>
  `${stage} ${outcome} ${urgent ? 'urgent' : ''} ${closedAt ? 'closed' : ''}`;

describe('the line of steps, at every stage and with every outcome', () => {
  it('has at most one step that is now, nothing done after it, and nothing twice', () => {
    for (const progress of all) {
      const steps = stepsOf(progress);
      const order = steps.map(({ state }) => ({ done: 'd', now: 'n', to_come: 'c' })[state]).join('');
      expect(order, named(progress)).toMatch(/^d+n?c*$/);
      expect(new Set(steps.map(({ step }) => step)).size, named(progress)).toBe(steps.length);
    }
  });

  it('says of a line that stays nothing of what did not happen', () => {
    for (const progress of all.filter(
      ({ outcome, withdrawRequestedAt }) => isSpared(outcome) || withdrawRequestedAt !== null,
    )) {
      const steps = stepsOf(progress);
      expect(
        steps.some(({ state }) => state === 'to_come'),
        named(progress),
      ).toBe(false);
      const later = steps.filter(({ step }) =>
        ['cooling_off', 'unbound', 'cut', 'settled', 'certified'].includes(step),
      );
      expect(later, named(progress)).toEqual([]);
      expect(steps.find(({ step }) => step === 'confirmed')?.at, named(progress)).not.toBeNull();
    }
  });

  it('is done to its end once the case is closed and the line has ended', () => {
    for (const progress of all.filter((one) => one.outcome === 'completed' && one.closedAt !== null)) {
      if (progress.withdrawRequestedAt !== null || progress.stage === 'undo_bar') continue;
      expect(
        stepsOf(progress).every(({ state }) => state === 'done'),
        named(progress),
      ).toBe(true);
    }
  });

  it.each([
    ['confirm', 'confirmed'],
    ['bar', 'barred'],
    ['remove', 'cut'],
    ['settle', 'settled'],
  ] as const)(
    'bars a lost phone before its person confirms, and removes it after: %s',
    (stage: Stage, step) => {
      const progress = all.find((one) => one.urgent && one.stage === stage && one.outcome === null)!;
      expect(
        stepsOf({ ...progress, withdrawRequestedAt: null, closedAt: null }).find(
          ({ state }) => state === 'now',
        ),
      ).toMatchObject({ step });
    },
  );
});
