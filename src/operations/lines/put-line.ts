import { HandbackError } from '../../domain/errors.ts';
import {
  type LineInput,
  type LineProblem,
  lineInputInvalid,
  readLineInput,
} from '../../domain/lines/line-input.ts';
import { insertAudit } from '../../store/audit.ts';
import { orderEndOfFormerCases } from '../../store/cases/former-holders.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { inSavepoint } from '../../store/database/savepoint.ts';
import { lockRowHash, writeLines } from '../../store/lines/line-writer.ts';
import { findLine } from '../../store/lines/lines.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { asKnownTo } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { lineRulesCheck } from './check-line-rules.ts';
import { etagOf, matchesTag } from './entity-tag.ts';

export interface PutLine {
  readonly lineId: string;
  /** The fields of `LINE_COLUMNS`; `line_id` may be left out. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What was sent of that which only Handback says: it must be so, for a line is not ended or freed by writing it. */
  readonly asRead?: { readonly status?: unknown; readonly openCase?: unknown };
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

/**
 * Takes one line from another system of the operator: the same record and the same writer as an import.
 *
 * @throws HandbackError `forbidden`, `line_input_invalid` (all problems), `precondition_failed`, `line_conflict`, `msisdn_taken`,
 *   `imsi_taken`, `iccid_taken`, `msisdn_quarantined`, `account_conflict`, `holder_erased`
 */
export async function putLine(op: Operations, actor: Actor, put: PutLine): Promise<PutResult> {
  requireAccess(actor, 'putLine');
  const now = op.clock.now();
  const input = readPut(op, put, await untrue(op, actor, put), now);
  return inTransaction(op.pool, (tx) =>
    inSavepoint(tx, async () => {
      const result = await write(op, tx, { put, input, now });
      if (!put.validateOnly && result.outcome !== 'unchanged') {
        await insertAudit(tx, [
          { caseId: null, lineId: input.lineId, actor: auditName(actor), action: `line_${result.outcome}` },
        ]);
      }
      return { keep: !put.validateOnly, result };
    }),
  );
}

async function write(
  op: Operations,
  tx: Db,
  { put, input, now }: { readonly put: PutLine; readonly input: LineInput; readonly now: Date },
): Promise<PutResult> {
  const before = await lockRowHash(tx, input.lineId);
  if (put.onlyCreate && before !== null) throw new HandbackError('precondition_failed');
  if (put.ifMatch !== null && !matchesTag(put.ifMatch, before))
    throw new HandbackError('precondition_failed');
  const [written] = await writeLines(tx, op.vault, [input], now);
  if (written!.outcome === 'refused') throw written!.error;
  if (written!.outcome === 'updated') await orderEndOfFormerCases(tx, [input.lineId]);
  // Another writer may have made it since we looked.
  if (put.onlyCreate && written!.outcome !== 'created') throw new HandbackError('precondition_failed');
  return { outcome: written!.outcome, etag: etagOf(written!.rowHash) };
}

/** The fields that were sent as read, and are not so. */
async function untrue(
  op: Operations,
  actor: Actor,
  { lineId, asRead = {} }: PutLine,
): Promise<readonly LineProblem[]> {
  const { status, openCase } = asRead;
  if (status === undefined && openCase === undefined) return [];
  const stored = asKnownTo(actor, await findLine(op.pool, lineId));
  const wrong = (field: string): LineProblem => ({
    field,
    code: 'field_invalid',
    facts: { reason: 'read_only' },
  });
  return [
    ...(status === undefined || status === (stored?.line.status ?? 'active') ? [] : [wrong('status')]),
    ...(openCase === undefined || openCase === (stored?.openCase ?? null) ? [] : [wrong('open_case')]),
  ];
}

function readPut(
  op: Operations,
  { lineId, fields }: PutLine,
  untold: readonly LineProblem[],
  now: Date,
): LineInput {
  const own = fields['line_id'];
  const read = readLineInput({ ...fields, line_id: lineId }, op.defaultCallingCode);
  const problems = [...(read.problems ?? []), ...untold];
  if (own !== undefined && own !== null && own !== lineId)
    problems.push({ field: 'line_id', code: 'field_invalid', facts: { reason: 'other_line_id' } });
  if (read.problems === undefined) {
    const against = lineRulesCheck(op, now)(read.input);
    if (against !== null) problems.push(against);
    if (problems.length === 0) return read.input;
  }
  throw lineInputInvalid(problems);
}
