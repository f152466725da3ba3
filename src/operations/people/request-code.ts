import { createHash } from 'node:crypto';
import { HandbackError } from '../../domain/errors.ts';
import { type CodePolicy, codeFromBytes, maySendCode } from '../../domain/people/verification.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import { type Msisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import { smsText } from '../../messages/sms.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn, type LineRecord } from '../../store/lines/lines.ts';
import type { Notice } from '../../store/outbox.ts';
import { insertNotices } from '../../store/outbox.ts';
import { lockAttempts, saveAttempts } from '../../store/people/attempts.ts';
import { findParty } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import type { Operations } from '../context.ts';

export interface CodeRequested {
  /** When another code may be asked for. */
  readonly resendAt: Date;
  readonly validMinutes: number;
}

/**
 * Sends a one-time code to a number, if it is ours. The answer is the same when it is not: nobody learns here which
 * numbers exist. A hundred requests at once send one code.
 *
 * @throws HandbackError `msisdn_invalid`, `code_too_soon`, `code_too_many`, `answer_locked`
 */
export async function requestCode(op: Operations, number: string): Promise<CodeRequested> {
  const msisdn = parseMsisdn(number, op.defaultCallingCode);
  return inTransaction(op.pool, async (tx) => {
    const record = await findLineByMsisdn(tx, msisdn);
    const now = op.clock.now();
    const rules = rulesOfLine(op, record, now);
    return issueCode(op, tx, {
      bucket: codeBucket(op, msisdn),
      policy: rules.settings.one_time_code.value,
      lineId: record?.line.lineId ?? null,
      partyId: record?.holderId ?? null,
      to: { msisdn },
    });
  });
}

/**
 * Draws a code, stores its hash under what is being proven, and puts the message into the outbox.
 * @throws HandbackError `code_too_soon`, `code_too_many`, `answer_locked`
 */
export async function issueCode(
  op: Operations,
  tx: Db,
  asked: {
    readonly bucket: Buffer;
    readonly policy: CodePolicy;
    readonly lineId: string | null;
    readonly partyId: string | null;
    readonly to: Notice['to'];
  },
): Promise<CodeRequested> {
  const { bucket, policy } = asked;
  const now = op.clock.now();
  const attempts = await lockAttempts(tx, bucket);
  const may = maySendCode(attempts.sentAt, attempts, policy, now);
  if (!may.may) {
    const code = { locked: 'answer_locked', too_soon: 'code_too_soon', too_many: 'code_too_many' } as const;
    throw new HandbackError(code[may.reason], { retryAt: may.retryAt.toISOString() });
  }
  const code = drawCode(op);
  await tx.query(
    `insert into one_time_code (line_id, party_id, bucket, code_hash, sent_at) values ($1, $2, $3, $4, $5)`,
    [asked.lineId, asked.partyId, bucket, codeHash(op, bucket, code), now],
  );
  await saveAttempts(tx, bucket, attempts, now);
  // A number that nobody has costs the same work, or the time of the answer would tell it apart.
  const party = await findParty(tx, op.vault, asked.partyId ?? '');
  const text = smsText(party?.language ?? 'zh-CN', 'code', { code, minutes: policy.validMinutes });
  await tx.query('savepoint before_notice');
  await insertNotices(tx, op.vault, [
    {
      caseId: null,
      partyId: party?.partyId ?? '',
      dataKey: party?.dataKey ?? op.vault.operatorKey,
      kind: 'code',
      to: asked.to,
      text,
    },
  ]);
  await tx.query(`${party === null ? 'rollback to' : 'release'} savepoint before_notice`);
  await wakeOutbox(tx);
  const again = maySendCode([...attempts.sentAt, now], attempts, policy, now);
  return { resendAt: again.may ? now : again.retryAt, validMinutes: policy.validMinutes };
}

/** The rules of today for a line; numbers that nobody has are treated by the first rulebook's. */
export function rulesOfLine(op: Operations, record: LineRecord | null, now: Date): ResolvedRules {
  const { jurisdiction, province } = record?.line ?? {
    jurisdiction: op.rulebooks.jurisdictions[0]!,
    province: null,
  };
  return op.rulebooks.current(jurisdiction, province, now);
}

export function codeBucket(op: Operations, msisdn: Msisdn): Buffer {
  return op.vault.index('code bucket', msisdn);
}

/** Keyed, so that a copy of the table does not give away a code that is still good. */
export function codeHash(op: Operations, bucket: Buffer, code: string): Buffer {
  return op.vault.index('code', createHash('sha256').update(bucket).update(code).digest('hex'));
}

function drawCode(op: Operations): string {
  for (;;) {
    const code = codeFromBytes(op.vault.random(24));
    if (code !== null) return code;
  }
}
