import { HandbackError } from '../../domain/errors.ts';
import { type LineInput, type LineReading, readLineInput } from '../../domain/lines/line-input.ts';
import { orderEndOfFormerCases } from '../../store/cases/former-holders.ts';
import type { Db } from '../../store/database/database.ts';
import { firstAppearances } from '../../store/lines/import-staging.ts';
import { lineRowHash, writeHashedLines } from '../../store/lines/line-writer.ts';
import type { Operations } from '../context.ts';
import { lineRulesCheck, problemError } from './check-line-rules.ts';
import type { SourceRow } from './import-rows.ts';

export interface ImportCounts {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Rows that came again, the same in every field. */
  readonly duplicates: number;
  /** Rows with at least one problem. */
  readonly failed: number;
}

/** One problem of one row; a row may have several. */
export interface RowFailure {
  readonly rowNumber: number;
  readonly lineId: string | null;
  /** Empty where the row as a whole is at fault. */
  readonly field: string;
  readonly error: HandbackError;
}

export interface ImportEvents {
  /** In the order of the rows; awaited, so that a slow disk slows the import and fills no memory. */
  readonly failures: (failures: readonly RowFailure[]) => void | Promise<void>;
  readonly progress?: (counts: ImportCounts) => void;
}

/** Larger ones are no faster (PostgreSQL is the slower side) and cost memory. */
const BATCH_ROWS = 500;

interface ReadRow {
  readonly rowNumber: number;
  readonly input: LineInput;
}

interface Batch {
  readonly rows: ReadRow[];
  readonly failures: RowFailure[];
  failedRows: number;
}

const emptyBatch = (): Batch => ({ rows: [], failures: [], failedRows: 0 });

/** One import: reads rows, batch by batch, and writes them as it is told to. */
export class ImportRun {
  readonly importId: string;
  counts: ImportCounts = { rows: 0, created: 0, updated: 0, unchanged: 0, duplicates: 0, failed: 0 };
  readonly #op: Operations;
  readonly #events: ImportEvents;
  readonly #againstRules: ReturnType<typeof lineRulesCheck>;

  /** @param now the day of the rules that rows are checked against */
  constructor(op: Operations, importId: string, events: ImportEvents, now: Date) {
    this.#op = op;
    this.importId = importId;
    this.#events = events;
    this.#againstRules = lineRulesCheck(op, now);
  }

  /** Reads the next batch while the database writes the last one; never more than these two are in memory. */
  async drain(
    rows: AsyncIterable<SourceRow>,
    transaction: (work: (tx: Db) => Promise<void>) => Promise<void>,
    statistics: () => Promise<void>,
  ): Promise<void> {
    let writing: Promise<void> = Promise.resolve();
    let batch = emptyBatch();
    // A table that grew a hundredfold since the planner last looked is planned for as if it were small.
    let nextStatistics = 10_000;
    const flush = async () => {
      await writing;
      if (this.counts.created >= nextStatistics) {
        await statistics();
        nextStatistics *= 4;
      }
      writing = this.#write(batch, transaction);
      // It is awaited before the next one; until then a failure must not count as unhandled.
      writing.catch(() => undefined);
      batch = emptyBatch();
    };
    try {
      for await (const row of rows) {
        this.#read(row, batch);
        if (batch.rows.length + batch.failedRows >= BATCH_ROWS) await flush();
      }
      await flush();
    } finally {
      await writing;
    }
  }

  #read(row: SourceRow, batch: Batch): void {
    const read = this.#understand(row);
    if ('input' in read) {
      batch.rows.push({ rowNumber: row.rowNumber, input: read.input });
      return;
    }
    batch.failedRows += 1;
    for (const problem of read.problems) {
      batch.failures.push({
        rowNumber: row.rowNumber,
        lineId: read.lineId,
        field: problem.field,
        error: problemError(problem),
      });
    }
  }

  #understand(row: SourceRow): LineReading {
    if ('problem' in row) return { problems: [row.problem], lineId: null };
    const read = readLineInput(row.fields, this.#op.defaultCallingCode);
    if (read.problems !== undefined) return read;
    const against = this.#againstRules(read.input);
    return against === null ? read : { problems: [against], lineId: read.input.lineId };
  }

  async #write(batch: Batch, transaction: (work: (tx: Db) => Promise<void>) => Promise<void>): Promise<void> {
    const { failures, rows } = batch;
    const done = { created: 0, updated: 0, unchanged: 0, duplicates: 0, failed: batch.failedRows };
    if (rows.length > 0) {
      // A long file takes hours: numbers and cards change hands when their batch is written, not when the import began.
      const now = this.#op.clock.now();
      await transaction(async (tx) => {
        const staged = rows.map(({ rowNumber, input }) => ({
          rowNumber,
          input,
          hash: lineRowHash(this.#op.vault, input),
        }));
        const first = await firstAppearances(tx, this.importId, staged);
        const fresh = staged.filter((row) => first.get(row.input.lineId)!.rowNumber === row.rowNumber);
        for (const { rowNumber, input, hash } of staged) {
          const { rowNumber: firstRow, hash: firstHash } = first.get(input.lineId)!;
          if (firstRow === rowNumber) continue;
          if (firstHash.equals(hash)) done.duplicates += 1;
          else {
            done.failed += 1;
            failures.push({
              rowNumber,
              lineId: input.lineId,
              field: 'line_id',
              error: new HandbackError('line_conflict', { reason: 'twice_in_file', firstRow }),
            });
          }
        }
        const written = await writeHashedLines(tx, this.#op.vault, {
          inputs: fresh.map((row) => row.input),
          hashes: fresh.map((row) => row.hash),
          now,
        });
        await orderEndOfFormerCases(
          tx,
          fresh.flatMap(({ input }, i) => (written[i]!.outcome === 'updated' ? [input.lineId] : [])),
        );
        for (const [i, result] of written.entries()) {
          if (result.outcome !== 'refused') {
            done[result.outcome] += 1;
            continue;
          }
          done.failed += 1;
          failures.push({
            rowNumber: fresh[i]!.rowNumber,
            lineId: fresh[i]!.input.lineId,
            field: result.field,
            error: result.error,
          });
        }
      });
    }
    const before = this.counts;
    this.counts = {
      rows: before.rows + rows.length + batch.failedRows,
      created: before.created + done.created,
      updated: before.updated + done.updated,
      unchanged: before.unchanged + done.unchanged,
      duplicates: before.duplicates + done.duplicates,
      failed: before.failed + done.failed,
    };
    if (failures.length > 0) await this.#events.failures(failures.sort((a, b) => a.rowNumber - b.rowNumber));
    this.#events.progress?.(this.counts);
  }
}
