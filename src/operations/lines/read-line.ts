import { HandbackError } from '../../domain/errors.ts';
import { lineFields } from '../../domain/lines/line-fields.ts';
import { profilesOfLines } from '../../store/lines/esim-profiles.ts';
import { findRowHash } from '../../store/lines/line-writer.ts';
import { findLine, type LineRecord } from '../../store/lines/lines.ts';
import { findParty } from '../../store/people/parties.ts';
import type { Actor } from '../access/actor.ts';
import { asKnownTo } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { etagOf } from './entity-tag.ts';

export interface ReadLine {
  readonly record: LineRecord;
  readonly fields: ReturnType<typeof lineFields>;
  readonly etag: string | null;
}

/**
 * A line as Handback knows it, for systems of the operator; no name, no document. Its fields are those of `putLine`: what
 * is read can be written back. A profile that is deleted is nobody's to send, and left out.
 * @throws HandbackError `line_unknown`, `forbidden`
 */
export async function readLine(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string },
): Promise<ReadLine> {
  requireAccess(actor, 'readLine');
  const { lineId } = request;
  // The hash first: if the line changes in between, the tag is too old, and a write with it is refused.
  const rowHash = await findRowHash(op.pool, lineId);
  const record = asKnownTo(actor, await findLine(op.pool, lineId));
  if (record === null) throw new HandbackError('line_unknown');
  const [party, profiles] = await Promise.all([
    findParty(op.pool, op.vault, record.holderId),
    profilesOfLines(op.pool, [lineId]),
  ]);
  const fields = lineFields({
    ...record,
    // Not those that were put here: a system that writes them back would make them its own.
    line: { ...record.line, holds: record.importedHolds },
    holderKind: party?.kind ?? null,
    profiles: profiles.filter(({ state }) => state !== 'deleted'),
  });
  return { record, fields, etag: rowHash === null ? null : etagOf(rowHash) };
}
