import { HandbackError } from '../../domain/errors.ts';
import { type CodePolicy, judgeAnswer } from '../../domain/people/verification.ts';
import type { Db } from '../../store/database/database.ts';
import { lockAttempts, saveAttempts } from '../../store/people/attempts.ts';

/**
 * Judges one answer while its counter is locked. The result is a function that the caller calls after the commit, so that
 * a wrong answer is counted before its error is thrown.
 */
export async function judged<T>(
  tx: Db,
  { bucket, policy }: { readonly bucket: Buffer; readonly policy: CodePolicy },
  now: Date,
  attempt: () => Promise<T | null>,
): Promise<() => T> {
  const before = await lockAttempts(tx, bucket);
  const locked = judgeAnswer(before, policy, true, now);
  if (locked.outcome === 'locked') return () => refuseLocked(locked.until);
  const result = await attempt();
  const verdict = judgeAnswer(before, policy, result !== null, now);
  await saveAttempts(tx, bucket, verdict.attempts);
  if (verdict.outcome === 'failed') {
    return () => {
      throw new HandbackError('answer_wrong', { triesLeft: verdict.triesLeft });
    };
  }
  if (verdict.outcome === 'locked') return () => refuseLocked(verdict.until);
  return () => result as T;
}

function refuseLocked(until: Date): never {
  throw new HandbackError('answer_locked', { retryAt: until.toISOString() });
}
