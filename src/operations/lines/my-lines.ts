import type { Msisdn } from '../../domain/values/msisdn.ts';
import { type CompletedCase, completedCases } from '../../store/cases/cases-of-lines.ts';
import { waitingDeclarations } from '../../store/cases/declarations.ts';
import { lastNumbers } from '../../store/lines/former-numbers.ts';
import { findLinesOfHolder, type LineRecord } from '../../store/lines/lines.ts';
import type { Actor, Subscriber } from '../access/actor.ts';
import { withoutConfidential } from '../access/confidential.ts';
import { reaches } from '../access/factors.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { type LineProfile, profilesOf } from './line-profiles.ts';
import { type WaitingForProof, waitingForProof } from './waiting-for-proof.ts';

/** One of the subscriber's lines, with what there is to do about it. */
export interface MyLine extends LineRecord {
  /** The case that ended it; null for a line that serves. */
  readonly ended: CompletedCase | null;
  /** The number that it has, or had last. */
  readonly lastNumber: Msisdn | null;
  /** The oldest first. */
  readonly waiting: readonly WaitingForProof[];
  /** None for a line that has ended. */
  readonly profiles: readonly LineProfile[];
}

/**
 * The line that was proven; all lines of the holder once the document is proven too.
 * @throws HandbackError `not_signed_in`
 */
export async function myLines(op: Operations, actor: Actor): Promise<readonly MyLine[]> {
  requireAccess(actor, 'myLines');
  const records = await reachedLines(op, actor);
  const gone = records.filter(({ line }) => line.status === 'ended');
  const serving = records.filter(({ line }) => line.status !== 'ended');
  const ids = (some: readonly LineRecord[]): string[] => some.map(({ line }) => line.lineId);
  const completed = await completedCases(op.pool, ids(gone));
  const numbers = await lastNumbers(op.pool, ids(gone));
  const profiles = await profilesOf(op, serving);
  const declarations = await waitingDeclarations(op.pool, op.vault, {
    lineIds: ids(serving),
    holderId: actor.partyId,
    now: op.clock.now(),
  });
  return records.map((record) => ({
    ...record,
    ended: completed.get(record.line.lineId) ?? null,
    lastNumber: record.line.msisdn ?? numbers.get(record.line.lineId) ?? null,
    waiting: (declarations.get(record.line.lineId) ?? []).map(waitingForProof),
    profiles: profiles.get(record.line.lineId) ?? [],
  }));
}

async function reachedLines(op: Operations, subscriber: Subscriber): Promise<readonly LineRecord[]> {
  const all = await findLinesOfHolder(op.pool, subscriber.partyId);
  return all
    .filter(({ line }) => reaches(subscriber, line.lineId))
    .flatMap((r) => withoutConfidential(r) ?? []);
}
