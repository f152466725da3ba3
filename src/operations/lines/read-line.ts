import { HandbackError } from '../../domain/errors.ts';
import { findRowHash } from '../../store/lines/line-writer.ts';
import { findLine, type LineRecord } from '../../store/lines/lines.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { etagOf } from './entity-tag.ts';

/**
 * A line as Handback knows it, for systems of the operator; no name, no document.
 * @throws HandbackError `line_unknown`, `forbidden`
 */
export async function readLine(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string },
): Promise<{ readonly record: LineRecord; readonly etag: string | null }> {
  requireAccess(actor, 'readLine');
  const { lineId } = request;
  // The hash first: if the line changes in between, the tag is too old, and a write with it is refused.
  const rowHash = await findRowHash(op.pool, lineId);
  const record = await findLine(op.pool, lineId);
  if (record === null) throw new HandbackError('line_unknown');
  return { record, etag: rowHash === null ? null : etagOf(rowHash) };
}
