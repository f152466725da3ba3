import { HandbackError } from '../../domain/errors.ts';
import { type Attempts, type CodePolicy, judgeAnswer } from '../../domain/people/verification.ts';
import { insertAudit } from '../../store/audit.ts';
import type { Db } from '../../store/database/database.ts';
import { lockAttempts, saveAttempts } from '../../store/people/attempts.ts';
import type { AcrossCounter, AttemptCounters } from './attempt-counters.ts';

/** All askers of one door together may be wrong this many times as often as one of them. */
export const TOGETHER = 10;

export type LockedBy = 'asker' | AcrossCounter['of'];

interface Counter {
  readonly of: LockedBy;
  readonly bucket: Buffer;
  readonly subject: Buffer;
  readonly policy: CodePolicy;
  /** A right answer gives no tries back. */
  readonly lasting?: true;
}

/**
 * Judges one answer while its counters are locked: the asker's own, and that of the door, which stops who guesses from many
 * places. An asker who used up their tries locks themselves out, and nobody else; no door locks another.
 *
 * @param locked called in the same transaction where this answer used up the last try of a count
 * @returns a function that the caller calls after the commit, so that a wrong answer is counted before its error is thrown
 */
export async function judged<T>(
  tx: Db,
  { own, door, across, subject, name, by, lineId, policy }: AttemptCounters & { readonly policy: CodePolicy },
  now: Date,
  attempt: () => Promise<T | null>,
  locked: (of: LockedBy) => Promise<void> = async () => undefined,
): Promise<() => T> {
  const counters: readonly Counter[] = [
    { of: 'asker', bucket: own, subject, policy },
    { of: 'everybody', bucket: door, subject, policy: { ...policy, attempts: policy.attempts * TOGETHER } },
    ...across.map(({ of, bucket, subject: whose, attempts, lockMinutes }) => ({
      ...{ of, bucket, subject: whose, lasting: true as const },
      policy: { ...policy, attempts, lockoutMinutes: [lockMinutes] },
    })),
  ];
  const before = await lockAttempts(tx, counters);
  const judge = (matches: boolean) =>
    counters.map(({ lasting, policy: its }, i) => {
      const verdict = judgeAnswer(before[i]!, its, matches, now);
      // One right answer about a number of their own must not give a guesser new tries for others.
      return verdict.outcome === 'passed' && lasting ? { ...verdict, attempts: before[i]! } : verdict;
    });
  for (const verdict of judge(true))
    if (verdict.outcome === 'locked') return () => refuseLocked(verdict.until);
  const result = await attempt();
  const verdicts = judge(result !== null);
  await saveAttempts(
    tx,
    counters.flatMap(({ bucket }, i) => {
      const { attempts } = verdicts[i]!;
      return sameAttempts(before[i]!, attempts) ? [] : [{ bucket, attempts }];
    }),
  );
  for (const [i, verdict] of verdicts.entries()) {
    if (verdict.outcome !== 'locked') continue;
    await insertAudit(tx, [
      {
        caseId: null,
        lineId,
        actor: by,
        action: 'locked_out',
        facts: { door: name, of: counters[i]!.of, until: verdict.until.toISOString() },
      },
    ]);
    await locked(counters[i]!.of);
    return () => refuseLocked(verdict.until);
  }
  const [verdict] = verdicts;
  if (verdict?.outcome === 'failed') {
    const { triesLeft } = verdict;
    return () => {
      throw new HandbackError('answer_wrong', { triesLeft });
    };
  }
  return () => result as T;
}

/** Most answers are right, and most counters stand at nothing before and after. */
const sameAttempts = (one: Attempts, other: Attempts): boolean =>
  one.failures === other.failures &&
  one.lockouts === other.lockouts &&
  one.lockedUntil?.getTime() === other.lockedUntil?.getTime();

function refuseLocked(until: Date): never {
  throw new HandbackError('answer_locked', { retryAt: until.toISOString() });
}
