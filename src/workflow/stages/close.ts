import type { StageOutcome } from '../../store/cases/work.ts';
import type { StageModule } from '../engine/stage.ts';

/** Moves the finished case out of the queue; the commit itself does that (`closeCases`). */
export const close: StageModule = {
  stage: 'close',
  connector: null,
  follows: true,
  run: (cases) => cases.map(async (): Promise<StageOutcome> => ({ kind: 'done' })),
};
