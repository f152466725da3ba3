import { createHash, timingSafeEqual } from 'node:crypto';
import { HandbackError } from '../../domain/errors.ts';
import {
  type CodePolicy,
  codeFromBytes,
  isCodeAlive,
  maySendCode,
} from '../../domain/people/verification.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { smsText } from '../../messages/sms.ts';
import type { Db } from '../../store/database/database.ts';
import { inSavepoint } from '../../store/database/savepoint.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { insertNotices, type Notice } from '../../store/outbox.ts';
import { lockAttempts, saveAttempts } from '../../store/people/attempts.ts';
import { insertCode, newestCode, type SentCode } from '../../store/people/one-time-codes.ts';
import { findParty } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import type { Operations } from '../context.ts';

export interface CodeRequested {
  /** When another code may be asked for. */
  readonly resendAt: Date;
  readonly validMinutes: number;
}

/** What is proven by a code. Its codes and its wrong answers are counted together. */
export interface CodeBucket {
  readonly bucket: Buffer;
  readonly policy: CodePolicy;
}

/**
 * Whether a code sent to its number may speak for a line. The phone of a line that is barred, or about to be, may be in
 * anybody's hands: such a line is asked and answered like a number that nobody has.
 */
export function takesCodes({ line, reported }: LineRecord): boolean {
  return line.status === 'active' && !reported;
}

/**
 * Draws a code, stores its hash under what is being proven, and puts the message into the outbox.
 * @throws HandbackError `code_too_soon`, `code_too_many`, `answer_locked`
 */
export async function issueCode(
  op: Operations,
  tx: Db,
  asked: CodeBucket & {
    readonly lineId: string | null;
    readonly partyId: string | null;
    readonly to: Notice['to'];
    readonly now: Date;
  },
): Promise<CodeRequested> {
  const { bucket, policy, now } = asked;
  const attempts = await lockAttempts(tx, bucket);
  const may = maySendCode(attempts.sentAt, attempts, policy, now);
  if (!may.may) {
    const code = { locked: 'answer_locked', too_soon: 'code_too_soon', too_many: 'code_too_many' } as const;
    throw new HandbackError(code[may.reason], { retryAt: may.retryAt.toISOString() });
  }
  const code = drawCode(op);
  await insertCode(tx, bucket, {
    lineId: asked.lineId,
    partyId: asked.partyId,
    codeHash: codeHash(op, bucket, code),
    sentAt: now,
  });
  await saveAttempts(tx, bucket, attempts, now);
  await sendCode(op, tx, { ...asked, code });
  const again = maySendCode([...attempts.sentAt, now], attempts, policy, now);
  return { resendAt: again.may ? now : again.retryAt, validMinutes: policy.validMinutes };
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
  const text = smsText(op.sender, party?.language ?? 'zh-CN', 'code', { code, minutes: policy.validMinutes });
  const notice = {
    caseId: null,
    partyId: party?.partyId ?? '',
    dataKey: party?.dataKey ?? op.vault.operatorKey,
    kind: 'code',
    to,
    text,
  };
  await inSavepoint(tx, async () => ({
    keep: party !== null,
    result: await insertNotices(tx, op.vault, [notice]),
  }));
  await wakeOutbox(tx);
}

/** The newest unused code of a bucket, if it is the one given and still alive. */
export async function fittingCode(
  op: Operations,
  tx: Db,
  { bucket, policy }: CodeBucket,
  code: string,
  now: Date,
): Promise<SentCode | null> {
  const sent = await newestCode(tx, bucket);
  const given = codeHash(op, bucket, code.replace(/\D/g, ''));
  const fits =
    sent !== null && timingSafeEqual(given, sent.codeHash) && isCodeAlive(sent.sentAt, policy, now);
  return fits ? sent : null;
}

export function numberBucket(op: Operations, msisdn: Msisdn): Buffer {
  return op.vault.index('code bucket', msisdn);
}

export function contactBucket(op: Operations, partyId: string): Buffer {
  return op.vault.index('contact code bucket', partyId);
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
