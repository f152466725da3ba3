import { HandbackError } from '../../domain/errors.ts';
import { type Attempts, type CodePolicy, judgeAnswer } from '../../domain/people/verification.ts';
import { insertAudit } from '../../store/audit.ts';
import type { Db } from '../../store/database/database.ts';
import { lockAttempts, saveAttempts } from '../../store/people/attempts.ts';
import type { AttemptCounters } from './attempt-counters.ts';

/** All askers of one door together may be wrong this many times as often as one of them. */
const TOGETHER = 10;

/**
 * Judges one answer while its counters are locked: the asker's own, and that of the door, which stops who guesses from many
 * places. An asker who used up their tries locks themselves out, and nobody else; no door locks another.
 *
 * @returns a function that the caller calls after the commit, so that a wrong answer is counted before its error is thrown
 */
export async function judged<T>(
  tx: Db,
  { own, door, subject, name, lineId, policy }: AttemptCounters & { readonly policy: CodePolicy },
  now: Date,
  attempt: () => Promise<T | null>,
): Promise<() => T> {
  const counters = [
    { bucket: own, policy },
    { bucket: door, policy: { ...policy, attempts: policy.attempts * TOGETHER } },
  ];
  const before: Attempts[] = [];
  for (const { bucket } of counters) before.push(await lockAttempts(tx, { bucket, subject }));
  const judge = (matches: boolean) =>
    counters.map(({ policy: of }, i) => judgeAnswer(before[i]!, of, matches, now));
  for (const verdict of judge(true))
    if (verdict.outcome === 'locked') return () => refuseLocked(verdict.until);
  const result = await attempt();
  const verdicts = judge(result !== null);
  for (const [i, { bucket }] of counters.entries()) await saveAttempts(tx, bucket, verdicts[i]!.attempts);
  for (const [i, verdict] of verdicts.entries()) {
    if (verdict.outcome !== 'locked') continue;
    await insertAudit(tx, [
      {
        caseId: null,
        lineId,
        actor: 'public',
        action: 'locked_out',
        facts: { door: name, of: i === 0 ? 'asker' : 'everybody', until: verdict.until.toISOString() },
      },
    ]);
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

function refuseLocked(until: Date): never {
  throw new HandbackError('answer_locked', { retryAt: until.toISOString() });
}
