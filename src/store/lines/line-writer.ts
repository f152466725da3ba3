import { HandbackError } from '../../domain/errors.ts';
import type { LineInput } from '../../domain/lines/line-input.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';
import { judgeRows, loadNeighbours, type Refusal, refuse } from './line-conflicts.ts';
import { writeRows } from './line-rows.ts';

/** What became of one input. The hash names what was last sent for the line; it is keyed, so it tells nothing of it. */
export type WrittenLine =
  | { readonly outcome: 'created' | 'updated' | 'unchanged'; readonly rowHash: Buffer }
  | Refusal;

/** Tries of one batch that lost a race for a number, a card, a person or an account. */
const MOST_TRIES = 5;

/** A keyed hash of everything that was sent: equal hashes mean that there is nothing to do. */
export function lineRowHash(vault: Vault, input: LineInput): Buffer {
  return vault.index('line row', JSON.stringify(input));
}

/**
 * Makes the database say what the operator says of some lines, up to some thousand at once: the person, other number,
 * account, line, number and cards. A row is written whole or not at all; a row that cannot be is refused with its
 * reason while the others are written. Rows whose hash is unchanged cost one look-up.
 *
 * A line with an open case may be changed all the same: a hold, a port-out or another holder is the operator's to say
 * at any time, and the engine asks again before it bars and before it removes (`workflow/engine/barriers.ts`). The case of
 * a former holder is ended by whoever calls this (`store/cases/former-holders.ts`).
 *
 * @returns what became of each input, in their order
 */
export async function writeLines(
  tx: Db,
  vault: Vault,
  inputs: readonly LineInput[],
  now: Date,
): Promise<readonly WrittenLine[]> {
  return writeHashedLines(tx, vault, {
    inputs,
    hashes: inputs.map((input) => lineRowHash(vault, input)),
    now,
  });
}

/** The hash of what was last sent of a line; null where the line is unknown or was not sent. */
export async function findRowHash(db: Db, lineId: string): Promise<Buffer | null> {
  return (await findStored(db, [lineId])).get(lineId)?.row_hash ?? null;
}

/** The same, with the line locked until the transaction ends; null if there is no such line. */
export async function lockRowHash(
  tx: Db,
  lineId: string,
): Promise<{ readonly rowHash: Buffer | null } | null> {
  await lockLines(tx, [lineId]);
  const stored = (await findStored(tx, [lineId])).get(lineId);
  return stored === undefined ? null : { rowHash: stored.row_hash };
}

export interface HashedLines {
  readonly inputs: readonly LineInput[];
  /** `lineRowHash` of each. */
  readonly hashes: readonly Buffer[];
  readonly now: Date;
}

/** `writeLines` for a caller that has the hashes already. */
export async function writeHashedLines(
  tx: Db,
  vault: Vault,
  batch: HashedLines,
): Promise<readonly WrittenLine[]> {
  for (let attempt = 1; ; attempt++) {
    await tx.query('savepoint write_lines');
    try {
      const written = await writeOnce(tx, vault, batch);
      await tx.query('release savepoint write_lines');
      return written;
    } catch (error) {
      try {
        await tx.query('rollback to savepoint write_lines');
      } catch {
        throw error;
      }
      if (isLostRace(error) && attempt < MOST_TRIES) continue;
      if (!isRowFault(error)) throw error;
      return batch.inputs.length > 1
        ? writeHalves(tx, vault, batch)
        : [refuse('line_id', new HandbackError('internal', {}, { cause: error }))];
    }
  }
}

/** The database refused a value that passed every check of ours: the row is found by halving, and the others get in. */
async function writeHalves(
  tx: Db,
  vault: Vault,
  { inputs, hashes, now }: HashedLines,
): Promise<readonly WrittenLine[]> {
  const middle = Math.ceil(inputs.length / 2);
  const first = await writeHashedLines(tx, vault, {
    inputs: inputs.slice(0, middle),
    hashes: hashes.slice(0, middle),
    now,
  });
  const second = await writeHashedLines(tx, vault, {
    inputs: inputs.slice(middle),
    hashes: hashes.slice(middle),
    now,
  });
  return [...first, ...second];
}

/** Another writer committed between our look and our write; the next look sees what it wrote. */
function isLostRace(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === '23505' || code === '40P01';
}

function isRowFault(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^(22|23)/.test(code);
}

async function writeOnce(
  tx: Db,
  vault: Vault,
  { inputs, hashes, now }: HashedLines,
): Promise<readonly WrittenLine[]> {
  const written = new Array<WrittenLine | undefined>(inputs.length);
  const firstOf = new Map<string, number>();
  for (const [i, input] of inputs.entries()) {
    const first = firstOf.get(input.lineId);
    if (first === undefined) firstOf.set(input.lineId, i);
    else if (hashes[first]!.equals(hashes[i]!)) written[i] = { outcome: 'unchanged', rowHash: hashes[i]! };
    else written[i] = refuse('line_id', new HandbackError('line_conflict', { reason: 'twice' }));
  }
  const stored = await findStored(tx, [...firstOf.keys()]);
  const open = [...firstOf].flatMap(([lineId, i]) => {
    const line = stored.get(lineId);
    if (line?.status === 'ended')
      written[i] = refuse('line_id', new HandbackError('line_conflict', { reason: 'ended' }));
    else if (line?.row_hash?.equals(hashes[i]!)) written[i] = { outcome: 'unchanged', rowHash: hashes[i]! };
    // It was split off in confidence: a list of before does not give it back.
    else if (line?.split_from.includes(inputs[i]!.holder.holderId))
      written[i] = refuse('holder_id', new HandbackError('line_conflict', { reason: 'holder_differs' }));
    else return [{ index: i, input: inputs[i]!, hash: hashes[i]!, exists: line !== undefined }];
    return [];
  });
  if (open.length > 0) {
    await lockLines(
      tx,
      open.filter((row) => row.exists).map((row) => row.input.lineId),
    );
    const neighbours = await loadNeighbours(
      tx,
      open.map((row) => row.input),
      now,
    );
    const judged = judgeRows(open, neighbours, now);
    for (const [index, refusal] of judged.refused) written[index] = refusal;
    await writeRows(tx, vault, judged.accepted, neighbours, now);
    for (const row of judged.accepted)
      written[row.index] = { outcome: row.exists ? 'updated' : 'created', rowHash: row.hash };
  }
  return written as WrittenLine[];
}

interface StoredRow {
  line_id: string;
  status: string;
  row_hash: Buffer | null;
  split_from: readonly string[];
}

async function findStored(tx: Db, lineIds: readonly string[]): Promise<ReadonlyMap<string, StoredRow>> {
  const { rows } = await tx.query<StoredRow>({
    name: 'stored-line-hashes',
    text: 'select line_id, status, row_hash, split_from from line where line_id = any($1::text[])',
    values: [lineIds],
  });
  return new Map(rows.map((row) => [row.line_id, row]));
}

/** In one order for all writers. A line that ended while we waited is not changed any more (`writeRows`). */
async function lockLines(tx: Db, lineIds: readonly string[]): Promise<void> {
  if (lineIds.length === 0) return;
  await tx.query({
    name: 'lock-lines',
    text: 'select line_id from line where line_id = any($1::text[]) order by line_id for update',
    values: [lineIds],
  });
}
