import { isSpared } from '../../domain/cases/termination.ts';
import { type CaseRecord, findCase, lockOpenCase } from '../../store/cases/cases.ts';
import type { Db } from '../../store/database/database.ts';

/** A case whose certificate is being made now is looked at again this much later. */
const AGAIN_MS = 60_000;

/**
 * When a new certificate is to tell of a card: at once for a case that ended its line, a little later for one that a worker
 * may be certifying at this moment, and never (null) for one whose first certificate will tell it. The case is locked, so
 * that no worker takes it up before the card is written down; whoever locks the card too does so afterwards.
 */
export async function whenToCertify(
  tx: Db,
  caseId: string,
): Promise<{ readonly found: CaseRecord | null; readonly inMs: number | null }> {
  const open = await lockOpenCase(tx, caseId);
  if (open !== null)
    return { found: open, inMs: open.leased || open.certificateId !== null ? AGAIN_MS : null };
  const found = await findCase(tx, { caseId });
  return { found, inMs: found === null || isSpared(found.outcome) ? null : 0 };
}
