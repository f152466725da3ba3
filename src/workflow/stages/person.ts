import type { StageOutcome } from '../../store/cases/work.ts';
import type { StageModule } from '../engine/stage.ts';

/** Waiting for a person ends with the rulebook's date: an unconfirmed declaration expires by itself. */
export const confirm: StageModule = {
  stage: 'confirm',
  connector: null,
  run: (cases) => cases.map(async (): Promise<StageOutcome> => ({ kind: 'expired' })),
};

/** Cooling-off is a date in the row; when it has passed there is nothing more to do. */
export const coolOff: StageModule = {
  stage: 'cool_off',
  connector: null,
  run: (cases) => cases.map(async (): Promise<StageOutcome> => ({ kind: 'done' })),
};
