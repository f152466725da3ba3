import { HandbackError } from '../../domain/errors.ts';
import type { Db } from '../../store/database/database.ts';
import { findLine, type LineRecord } from '../../store/lines/lines.ts';
import type { OtherSystem, Staff, Subscriber } from '../access/actor.ts';
import { asKnownTo } from '../access/confidential.ts';
import { reaches } from '../access/factors.ts';

/**
 * The line, if the subscriber may act on it: the one whose number was proven, or another of the same holder once the
 * document is proven too. Staff and systems reach every line. Somebody else's line and one that does not exist look the same.
 *
 * @param act `bar` for an urgent bar, for which less is asked of who is at a desk
 * @throws HandbackError `line_unknown`
 */
export async function lineFor(
  db: Db,
  actor: Subscriber | Staff | OtherSystem,
  lineId: string,
  act: 'any' | 'bar' = 'any',
): Promise<LineRecord> {
  const found = await findLine(db, lineId);
  if (found === null || !mayActOn(actor, found, act)) throw new HandbackError('line_unknown');
  const record = asKnownTo(actor, found);
  if (record === null) throw new HandbackError('line_unknown');
  return record;
}

function mayActOn(
  actor: Subscriber | Staff | OtherSystem,
  { holderId, line }: LineRecord,
  act: 'any' | 'bar',
): boolean {
  return actor.kind !== 'subscriber' || (holderId === actor.partyId && reaches(actor, line.lineId, act));
}
