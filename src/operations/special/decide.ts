import type { RequestState } from '../../domain/special/special-request.ts';
import { addPeriod } from '../../domain/values/period.ts';
import type { Db } from '../../store/database/database.ts';
import { keepPhotosUntil } from '../../store/special/request-photos.ts';
import { decideRequest } from '../../store/special/requests.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';

/** Decides a request that is locked, however: from then on its pictures are kept for as long as the rulebook says, and no longer. */
export async function decide(
  op: Operations,
  tx: Db,
  decided: {
    readonly requestId: string;
    readonly state: Exclude<RequestState, 'received'>;
    readonly by: string;
    readonly now: Date;
    readonly refusal?: Parameters<typeof decideRequest>[2]['refusal'];
  },
): Promise<void> {
  const { requestId, now, refusal = null } = decided;
  await decideRequest(tx, op.vault, { ...decided, refusal });
  const { settings, timeZone } = rulesOfLine(op, null, now);
  await keepPhotosUntil(tx, requestId, addPeriod(now, settings.document_photos.value.keep, timeZone));
}
