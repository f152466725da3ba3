import type { Scan } from '../../../domain/cards/differences.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { insertAudit } from '../../../store/audit.ts';
import { shareBatch } from '../../../store/cards/batches.ts';
import { forgetScans, insertScans } from '../../../store/cards/scans.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { givenNumber, signerOf } from '../signing.ts';

/** Longest scan that is kept: an ICCID has 20 characters, and a scanner may read something else. */
const LONGEST_SCAN = 64;
/** How many scans one request may bring. */
export const MOST_SCANS = 50_000;

export interface ScansOfBatch {
  readonly batch: string;
  /** As the scanner read them: what is no ICCID is named when the batch is closed. */
  readonly scans: readonly { readonly scanned: string; readonly bag?: string | null | undefined }[];
  /** Forgets what was scanned before. */
  readonly startOver?: boolean | undefined;
}

/**
 * Keeps what is scanned of a batch at its other end, one card or many at a time, by any number of people at once. Nothing is
 * decided: `closeBatch` compares.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `batch_unknown`, `custody_conflict` for a batch that is not at the
 *   destroyer, `request_invalid` for too many scans
 */
export async function scanBatch(
  op: Operations,
  actor: Actor,
  request: ScansOfBatch,
): Promise<{ readonly scans: number }> {
  requireAccess(actor, 'scanBatch');
  if (request.scans.length > MOST_SCANS) throw new HandbackError('request_invalid', { field: 'scans' });
  const now = op.clock.now();
  const scans = request.scans.map(scanKept).filter(({ scanned }) => scanned !== '');
  return inTransaction(op.pool, async (tx) => {
    const batch = await shareBatch(tx, givenNumber(request.batch));
    if (batch === null) throw new HandbackError('batch_unknown');
    if (batch.state !== 'handed_over') throw new HandbackError('custody_conflict', { state: batch.state });
    const { batchId } = batch;
    if (request.startOver) {
      await forgetScans(tx, batchId);
      const facts = { batch: batch.number, scans: batch.scans };
      await insertAudit(tx, [
        { caseId: null, lineId: null, actor: auditName(actor), action: 'card_scans_forgotten', facts },
      ]);
    }
    await insertScans(tx, batchId, scans, { scannedBy: signerOf(actor), now });
    return { scans: (request.startOver ? 0 : batch.scans) + scans.length };
  });
}

function scanKept({ scanned, bag }: ScansOfBatch['scans'][number]): Scan {
  return {
    // U+0000 is no text for the database; a broken scanner may send it.
    scanned: scanned.replaceAll('\0', '').trim().slice(0, LONGEST_SCAN),
    bag:
      bag === undefined || bag === null || bag.trim() === '' ? null : givenNumber(bag.replaceAll('\0', '')),
  };
}
