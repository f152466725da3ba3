import { HandbackError } from '../../domain/errors.ts';
import { findRowHash } from '../../store/lines/line-writer.ts';
import { findLine, type LineRecord } from '../../store/lines/lines.ts';
import { type Actor, type Operations, requireStaff } from '../context.ts';
import { etagOf } from './put-line.ts';

/**
 * A line as Handback knows it, for systems of the operator; no name, no document.
 * @throws HandbackError `line_unknown`, `forbidden`
 */
export async function readLine(
  op: Operations,
  actor: Actor,
  lineId: string,
): Promise<{ readonly record: LineRecord; readonly etag: string | null }> {
  requireStaff(actor);
  // The hash first: if the line changes in between, the tag is too old, and a write with it is refused.
  const rowHash = await findRowHash(op.pool, lineId);
  const record = await findLine(op.pool, lineId);
  if (record === null) throw new HandbackError('line_unknown');
  return { record, etag: rowHash === null ? null : etagOf(rowHash) };
}
