import { HandbackError } from '../errors.ts';
import type { Settings } from '../rules/rulebook.ts';
import { plainText } from '../values/pasted-text.ts';

/** The rulebook's `one_time_code`. */
export type CodePolicy = Settings['one_time_code'];

/** Codes have six digits: a million possibilities. */
const CODES = 1_000_000;
const BYTES_A_DRAW = 3;
/** The largest multiple of a million in 24 bits: draws from here up would make low codes likelier, and are skipped. */
const UNBIASED = Math.floor(2 ** (8 * BYTES_A_DRAW) / CODES) * CODES;

/**
 * Six digits, each code equally likely, from given random bytes; three bytes a draw, of which one in 22 is
 * skipped. Null if every draw was skipped: the caller brings new bytes (with 24 bytes, once in 4 x 10^10).
 */
export function codeFromBytes(random: Uint8Array): string | null {
  for (let i = 0; i + BYTES_A_DRAW <= random.length; i += BYTES_A_DRAW) {
    const draw = random[i]! * 65_536 + random[i + 1]! * 256 + random[i + 2]!;
    if (draw < UNBIASED) return String(draw % CODES).padStart(6, '0');
  }
  return null;
}

const SIX_DIGITS = /^\d{6}$/;
/** What stands between the groups of a code, and around it. */
const BETWEEN_GROUPS = /[\s.,\-\u2010-\u2015\u2212]/g;
/** A web address with its path: the digits in it are no code. */
const ADDRESS = /(?:https?:\/\/)?[a-z0-9][a-z0-9.-]*(?::\d{1,5})?\/[\w./?=&%-]*/gi;
/** What a message calls its code: also words that end in U+7801, Chinese for a code. */
const CALLED_CODE = /(?:\u7801|code|otp|pin)[^\d]{0,12}(\d{6})(?!\d)/i;

/**
 * The six digits of a one-time code as people give them: in groups, full-width, or within the whole message that they
 * copied, whose other numbers (how many minutes, who sent it) are not the code.
 *
 * @throws HandbackError `code_invalid` for what no code can be; thrown before an answer is judged, it costs no try
 */
export function parseOneTimeCode(text: string): string {
  const plain = plainText(text.slice(0, 1_000));
  if (plain === '') throw new HandbackError('code_invalid', { reason: 'empty' });
  const together = plain.replace(BETWEEN_GROUPS, '');
  if (SIX_DIGITS.test(together)) return together;
  if (/^\d+$/.test(together)) throw new HandbackError('code_invalid', { reason: 'length' });
  const called = CALLED_CODE.exec(plain)?.[1];
  if (called !== undefined) return called;
  const found = new Set(
    plain
      .replace(ADDRESS, ' ')
      .match(/(?<!\d)(?:\d{6}|\d{3}[ -]\d{3})(?!\d)/g)
      ?.map((one) => one.replace(/\D/g, '')),
  );
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) throw new HandbackError('code_invalid', { reason: 'form' });
  return only;
}

/** Wrong answers so far; the same record serves codes and spoken answers. */
export interface Attempts {
  /** Since the last success or lockout. */
  readonly failures: number;
  /** Since the last success. */
  readonly lockouts: number;
  readonly lockedUntil: Date | null;
}

export const NO_ATTEMPTS: Attempts = { failures: 0, lockouts: 0, lockedUntil: null };

/** `locked` tells nothing of the answer, which was not looked at. */
export type Verdict =
  | { readonly outcome: 'passed'; readonly attempts: Attempts }
  | { readonly outcome: 'failed'; readonly triesLeft: number; readonly attempts: Attempts }
  | { readonly outcome: 'locked'; readonly until: Date; readonly attempts: Attempts };

/**
 * Judges one answer to a question that stays the same, unlike a code. The failure that uses up the last try locks at once;
 * each lockout in a row lasts as the policy's next entry says.
 *
 * @param matches whether the answer was right; compared in constant time by the caller.
 */
export function judgeAnswer(
  attempts: Attempts,
  policy: Pick<CodePolicy, 'attempts' | 'lockoutMinutes'>,
  matches: boolean,
  now: Date,
): Verdict {
  if (attempts.lockedUntil !== null && now < attempts.lockedUntil) {
    return { outcome: 'locked', until: attempts.lockedUntil, attempts };
  }
  if (matches) return { outcome: 'passed', attempts: NO_ATTEMPTS };
  const failures = attempts.failures + 1;
  const triesLeft = policy.attempts - failures;
  if (triesLeft > 0) {
    return { outcome: 'failed', triesLeft, attempts: { ...attempts, failures, lockedUntil: null } };
  }
  const minutes = nth(policy.lockoutMinutes, attempts.lockouts);
  const until = new Date(now.getTime() + minutes * 60_000);
  return {
    outcome: 'locked',
    until,
    attempts: { failures: 0, lockouts: attempts.lockouts + 1, lockedUntil: until },
  };
}

/** A code is good for `validMinutes` from its sending, the last instant excluded. */
export function isCodeAlive(sentAt: Date, policy: Pick<CodePolicy, 'validMinutes'>, now: Date): boolean {
  const age = now.getTime() - sentAt.getTime();
  return age >= 0 && age < policy.validMinutes * 60_000;
}

export type SendAnswer =
  | { readonly may: true }
  | { readonly may: false; readonly reason: 'locked' | 'too_soon' | 'too_many'; readonly retryAt: Date };

const DAY_MS = 86_400_000;

/**
 * Whether another code may be sent now: not while locked, after a pause that grows, and at most so many within
 * any 24 hours.
 *
 * @param sentAt when the codes of this line were sent, oldest first; older than a day does not count.
 */
export function maySendCode(
  sentAt: readonly Date[],
  attempts: Attempts,
  policy: CodePolicy,
  now: Date,
): SendAnswer {
  if (attempts.lockedUntil !== null && now < attempts.lockedUntil) {
    return { may: false, reason: 'locked', retryAt: attempts.lockedUntil };
  }
  const recent = sentAt.filter((at) => now.getTime() - at.getTime() < DAY_MS);
  const last = recent.at(-1);
  if (last === undefined) return { may: true };
  if (recent.length >= policy.sendsPerDay) {
    const leaves = recent[recent.length - policy.sendsPerDay]!;
    return { may: false, reason: 'too_many', retryAt: new Date(leaves.getTime() + DAY_MS) };
  }
  const retryAt = new Date(last.getTime() + nth(policy.resendAfterSeconds, recent.length - 1) * 1000);
  return now < retryAt ? { may: false, reason: 'too_soon', retryAt } : { may: true };
}

/** The entry at `index`, or the last one for all that follow. */
function nth(entries: readonly number[], index: number): number {
  return entries[Math.min(index, entries.length - 1)] ?? 0;
}
