import type { StageOutcome } from '../../store/cases/work.ts';
import type { StageModule } from '../engine/stage.ts';

/** Waiting for a person ends with the rulebook's date: an unproven or unconfirmed declaration expires by itself. */
function waitsForPerson(stage: 'identify' | 'confirm'): StageModule {
  return {
    stage,
    connector: null,
    run: (cases) => cases.map(async (): Promise<StageOutcome> => ({ kind: 'expired' })),
  };
}

export const identify = waitsForPerson('identify');
export const confirm = waitsForPerson('confirm');

/** Cooling-off is a date in the row; when it has passed there is nothing more to do. */
export const coolOff: StageModule = {
  stage: 'cool_off',
  connector: null,
  run: (cases) => cases.map(async (): Promise<StageOutcome> => ({ kind: 'done' })),
};
