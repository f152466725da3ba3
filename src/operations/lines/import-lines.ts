import { insertAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { clearImport, openImport, refreshStatistics } from '../../store/lines/import-staging.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { type RowOptions, readRows } from './import-rows.ts';
import { type ImportCounts, type ImportEvents, ImportRun } from './import-run.ts';

export interface ImportRequest extends RowOptions {
  readonly source: AsyncIterable<Uint8Array>;
  readonly events: ImportEvents;
  /** One bad row refuses the whole file. */
  readonly strict: boolean;
  /** Says what would happen and changes nothing. */
  readonly dryRun: boolean;
}

export interface ImportSummary extends ImportCounts {
  /** False where the counts say what would have been: a dry run, or a strict one with a bad row. */
  readonly written: boolean;
}

const NOTHING_WRITTEN = Symbol('nothing written');

/**
 * Brings the lines of a file into the database, as fast as it commits and in constant memory; rows that are as they
 * were cost one look-up. Good rows are written although others are bad, some hundred in one transaction, so an import
 * that was interrupted is finished by running it again.
 *
 * `strict` and `dryRun` run in one transaction that is rolled back at the end: it is the only way to promise "all or
 * nothing" against other writers too, it needs no second reading (standard input has none), and PostgreSQL bears it at
 * any size. Its price is that lines which the file changes are locked until the end, so that cases of theirs wait.
 *
 * @throws HandbackError `forbidden`, `import_file_invalid` where the file as a whole cannot be understood
 */
export async function importLines(
  op: Operations,
  actor: Actor,
  request: ImportRequest,
): Promise<ImportSummary> {
  requireAccess(actor, 'importLines');
  const run = new ImportRun(op, await openImport(op.pool), request.events, op.clock.now());
  const rows = readRows(request.source, request);
  if (!request.strict && !request.dryRun) {
    try {
      await run.drain(
        rows,
        (work) => inTransaction(op.pool, work),
        () => refreshStatistics(op.pool),
      );
      await audit(op.pool, actor, run.counts);
    } finally {
      await clearImport(op.pool, run.importId);
    }
    return { ...run.counts, written: true };
  }
  try {
    await inTransaction(op.pool, async (tx) => {
      await run.drain(
        rows,
        (work) => work(tx),
        () => refreshStatistics(tx),
      );
      if (request.dryRun || run.counts.failed > 0) throw NOTHING_WRITTEN;
      await clearImport(tx, run.importId);
      await audit(tx, actor, run.counts);
    });
  } catch (error) {
    if (error !== NOTHING_WRITTEN) throw error;
    return { ...run.counts, written: false };
  }
  return { ...run.counts, written: true };
}

async function audit(db: Db, actor: Actor, counts: ImportCounts): Promise<void> {
  await insertAudit(db, [
    {
      caseId: null,
      lineId: null,
      actor: auditName(actor),
      action: 'lines_imported',
      facts: { ...counts },
    },
  ]);
}
