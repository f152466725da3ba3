import { createHash, timingSafeEqual } from 'node:crypto';
import { type ErrorFacts, HandbackError } from '../../domain/errors.ts';
import {
  type CodePolicy,
  codeFromBytes,
  isCodeAlive,
  maySendCode,
  NO_ATTEMPTS,
  type SendAnswer,
} from '../../domain/people/verification.ts';
import { HOME_LANGUAGE } from '../../domain/values/language.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { smsText } from '../../messages/sms.ts';
import type { Db } from '../../store/database/database.ts';
import { inSavepoint } from '../../store/database/savepoint.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { insertNotices, type Notice } from '../../store/outbox.ts';
import { type AttemptRecord, lockAttempts, saveAttempts } from '../../store/people/attempts.ts';
import {
  challengeHash,
  countWrongAnswer,
  insertCode,
  lockCode,
  type SentCode,
} from '../../store/people/one-time-codes.ts';
import { findParty } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import type { Operations } from '../context.ts';
import type { AttemptCounters } from './attempt-counters.ts';

export interface CodeRequested {
  /** When another code may be asked for. */
  readonly resendAt: Date;
  readonly validMinutes: number;
}

/**
 * Whether a code sent to its number may speak for a line. The phone of a line that is barred, or about to be, may be in
 * anybody's hands: such a line is asked and answered like a number that nobody has.
 */
export function takesCodes({ line, reported }: LineRecord): boolean {
  return line.status === 'active' && !reported;
}

/** Nobody's phone rings more often within an hour than this many times what one asker may ask for in a day. */
const TOGETHER = 2;
const HOUR_MS = 3_600_000;

/**
 * Draws a code, stores its hash under what is being proven and for whom, and puts the message into the outbox. Each asker
 * has pauses and a day's count of their own, so that who asks for somebody else's code keeps none from its holder.
 *
 * @param asked with the counters of the asker and of the door, what is proven (`bucket`), and whose code it is (`challenge`)
 * @throws HandbackError `code_too_soon`, `code_too_many`
 */
export async function issueCode(
  op: Operations,
  tx: Db,
  asked: {
    readonly counters: AttemptCounters;
    readonly policy: CodePolicy;
    readonly bucket: Buffer;
    readonly challenge: string;
    readonly lineId: string | null;
    readonly partyId: string | null;
    readonly to: Notice['to'];
    readonly now: Date;
  },
): Promise<CodeRequested> {
  const { counters, policy, bucket, now } = asked;
  const resendAt = await paceCodes(tx, counters, policy, now);
  const code = drawCode(op);
  await insertCode(tx, bucket, {
    lineId: asked.lineId,
    partyId: asked.partyId,
    challenge: challengeHash(asked.challenge),
    codeHash: codeHash(op, bucket, code),
    sentAt: now,
  });
  await sendCode(op, tx, { ...asked, code });
  return { resendAt, validMinutes: policy.validMinutes };
}

/**
 * Counts one more message to a number, where its asker and all together may have one.
 *
 * @returns when the asker may have the next
 * @throws HandbackError `code_too_soon`, `code_too_many`
 */
export async function paceCodes(
  tx: Db,
  { own, door, subject }: Pick<AttemptCounters, 'own' | 'door' | 'subject'>,
  policy: CodePolicy,
  now: Date,
): Promise<Date> {
  const [mine, all] = (await lockAttempts(tx, [
    { bucket: own, subject },
    { bucket: door, subject },
  ])) as [AttemptRecord, AttemptRecord];
  refuseUnless(maySendCode(mine.sentAt, NO_ATTEMPTS, policy, now));
  refuseTogether(all.sentAt, policy.sendsPerDay * TOGETHER, now);
  const sent = [
    { bucket: own, attempts: mine },
    { bucket: door, attempts: all },
  ];
  await saveAttempts(tx, sent, now);
  const again = maySendCode([...mine.sentAt, now], NO_ATTEMPTS, policy, now);
  return again.may ? now : again.retryAt;
}

/** @throws HandbackError `code_too_many` where all askers together had so many within the hour */
function refuseTogether(sentAt: readonly Date[], most: number, now: Date): void {
  const lately = sentAt.filter((at) => now.getTime() - at.getTime() < HOUR_MS);
  if (lately.length < most) return;
  const leaves = lately[lately.length - most]!;
  throw new HandbackError('code_too_many', { retryAt: new Date(leaves.getTime() + HOUR_MS).toISOString() });
}

function refuseUnless(may: SendAnswer): void {
  if (may.may) return;
  const code = may.reason === 'too_soon' ? 'code_too_soon' : 'code_too_many';
  throw new HandbackError(code, { retryAt: may.retryAt.toISOString() });
}

/** For a number that nobody has the same work is done, so that the time of the answer does not tell it apart. */
async function sendCode(
  op: Operations,
  tx: Db,
  sent: {
    readonly policy: CodePolicy;
    readonly partyId: string | null;
    readonly to: Notice['to'];
    readonly code: string;
  },
): Promise<void> {
  const party = await findParty(tx, op.vault, sent.partyId ?? '');
  const { code, policy, to } = sent;
  const text = smsText(
    op.sender,
    party?.language ?? HOME_LANGUAGE,
    'code',
    { code, minutes: policy.validMinutes },
    null,
  );
  const notice = {
    caseId: null,
    partyId: party?.partyId ?? '',
    dataKey: party?.dataKey ?? op.vault.operatorKey,
    kind: 'code' as const,
    to,
    text,
    goodForMs: policy.validMinutes * 60_000,
  };
  await inSavepoint(tx, async () => ({
    keep: party !== null,
    result: await insertNotices(tx, op.vault, [notice]),
  }));
  await wakeOutbox(tx);
}

/**
 * Judges the answer to a code. Its tries belong to it and to whoever it was given to: nobody else can use them up, and
 * another code is another million possibilities.
 *
 * @param given with the six digits (`parseOneTimeCode`)
 * @returns a function that the caller calls after the commit, so that a wrong answer is counted before its error is thrown
 * @throws HandbackError by that function: `answer_wrong` (with `triesLeft`), `code_over` where the code was used, is too old,
 *   has no tries left, or never was
 */
export async function answered<T>(
  op: Operations,
  tx: Db,
  given: {
    readonly policy: CodePolicy;
    readonly bucket: Buffer;
    readonly challenge: string;
    readonly code: string;
    readonly now: Date;
  },
  accept: (sent: SentCode) => Promise<T | null>,
): Promise<() => T> {
  const { policy, bucket, now } = given;
  const sent = await lockCode(tx, bucket, challengeHash(given.challenge));
  const alive = sent !== null && sent.failures < policy.attempts && isCodeAlive(sent.sentAt, policy, now);
  const hash = codeHash(op, bucket, given.code);
  if (sent === null || !alive) return () => refuse('code_over', {});
  const accepted = timingSafeEqual(hash, sent.codeHash) ? await accept(sent) : null;
  if (accepted !== null) return () => accepted;
  await countWrongAnswer(tx, sent.codeId);
  const triesLeft = policy.attempts - sent.failures - 1;
  return () => (triesLeft > 0 ? refuse('answer_wrong', { triesLeft }) : refuse('code_over', {}));
}

function refuse(code: 'answer_wrong' | 'code_over', facts: ErrorFacts): never {
  throw new HandbackError(code, facts);
}

export function numberBucket(op: Operations, msisdn: Msisdn): Buffer {
  return op.vault.index('code bucket', msisdn);
}

export function contactBucket(op: Operations, partyId: string): Buffer {
  return op.vault.index('contact code bucket', partyId);
}

export function mailBucket(op: Operations, contactId: string): Buffer {
  return op.vault.index('mail code bucket', contactId);
}

/** Keyed, so that a copy of the table does not give away a code that is still good. */
function codeHash(op: Operations, bucket: Buffer, code: string): Buffer {
  return op.vault.index('code', createHash('sha256').update(bucket).update(code).digest('hex'));
}

function drawCode(op: Operations): string {
  for (;;) {
    const code = codeFromBytes(op.vault.random(24));
    if (code !== null) return code;
  }
}
