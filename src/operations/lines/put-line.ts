import { HandbackError } from '../../domain/errors.ts';
import { type LineInput, lineInputInvalid, readLineInput } from '../../domain/lines/line-input.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { lockRowHash, writeLines } from '../../store/lines/line-writer.ts';
import { type Actor, auditName, type Operations } from '../context.ts';
import { lineRulesCheck } from './check-line-rules.ts';

export interface PutLine {
  readonly lineId: string;
  /** The fields of `LINE_COLUMNS`; `line_id` may be left out. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Entity tags of which the stored line must have one, `*` for any that exists; null where the caller does not mind. */
  readonly ifMatch: readonly string[] | null;
  /** The line must not exist yet. */
  readonly onlyCreate: boolean;
  /** Checks everything, against the stored lines too, and changes nothing. */
  readonly validateOnly: boolean;
}

export interface PutResult {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  readonly etag: string;
}

/** What was last sent of a line, as an entity tag. */
export function etagOf(rowHash: Buffer): string {
  return `"${rowHash.toString('base64url').slice(0, 22)}"`;
}

/**
 * Takes one line from another system of the operator: the same record and the same writer as an import.
 *
 * @throws HandbackError `line_input_invalid` (all problems), `precondition_failed`, `line_conflict`, `msisdn_taken`,
 *   `imsi_taken`, `iccid_taken`, `msisdn_quarantined`, `account_conflict`, `holder_erased`
 */
export async function putLine(op: Operations, actor: Actor, put: PutLine): Promise<PutResult> {
  const now = op.clock.now();
  const input = readPut(op, put, now);
  return inTransaction(op.pool, async (tx) => {
    await tx.query('savepoint put_line');
    const before = await lockRowHash(tx, input.lineId);
    if (put.onlyCreate && before !== null) throw new HandbackError('precondition_failed');
    if (put.ifMatch !== null && !matches(put.ifMatch, before)) throw new HandbackError('precondition_failed');
    const [written] = await writeLines(tx, op.vault, [input], now);
    if (written!.outcome === 'refused') throw written!.error;
    // Another writer may have made it since we looked.
    if (put.onlyCreate && written!.outcome !== 'created') throw new HandbackError('precondition_failed');
    if (put.validateOnly) await tx.query('rollback to savepoint put_line');
    else if (written!.outcome !== 'unchanged') {
      await insertAudit(tx, [
        { caseId: null, lineId: input.lineId, actor: auditName(actor), action: `line_${written!.outcome}` },
      ]);
    }
    return { outcome: written!.outcome, etag: etagOf(written!.rowHash) };
  });
}

function readPut(op: Operations, { lineId, fields }: PutLine, now: Date): LineInput {
  const own = fields['line_id'];
  const read = readLineInput({ ...fields, line_id: lineId }, op.defaultCallingCode);
  const problems = [...(read.problems ?? [])];
  if (own !== undefined && own !== null && own !== lineId)
    problems.push({ field: 'line_id', code: 'field_invalid', facts: { reason: 'other_line_id' } });
  if (read.problems === undefined) {
    const against = lineRulesCheck(op, now)(read.input);
    if (against !== null) problems.push(against);
    if (problems.length === 0) return read.input;
  }
  throw lineInputInvalid(problems);
}

/** RFC 9110 section 13.1.1: strong comparison. A line of before there were hashes has no tag and matches only `*`. */
function matches(wanted: readonly string[], before: { readonly rowHash: Buffer | null } | null): boolean {
  if (before === null) return false;
  return wanted.includes('*') || (before.rowHash !== null && wanted.includes(etagOf(before.rowHash)));
}
