import { NOW } from '../../domain/cases/moves.ts';
import type { Db } from '../database/database.ts';
import { moveCases } from './move-cases.ts';

/** A case that waits for a device looks again at once instead of at its next date; if a worker holds it now, as soon as that worker is done. */
export async function wakeUnbinding(tx: Db, caseIds: readonly string[]): Promise<void> {
  await moveCases(
    tx,
    caseIds.map((caseId) => ({
      kind: 'look_again',
      from: 'unbind',
      to: 'unbind',
      due: NOW,
      waitingFor: null,
      problem: null,
      caseId,
      lineId: null,
      lease: null,
      watched: false,
    })),
    { orElse: 'leave' },
  );
}
