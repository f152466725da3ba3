import { timingSafeEqual } from 'node:crypto';
import { HandbackError } from '../../domain/errors.ts';
import { type CodePolicy, isCodeAlive, judgeAnswer } from '../../domain/people/verification.ts';
import type { IdentityFactor } from '../../domain/rules/rulebook.ts';
import { parseLocalDate } from '../../domain/values/local-date.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { withoutSeparators } from '../../domain/values/pasted-text.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { findLine, findLineByMsisdn } from '../../store/lines/lines.ts';
import { lockAttempts, saveAttempts } from '../../store/people/attempts.ts';
import { documentIndex, findParty } from '../../store/people/parties.ts';
import { addFactor, findSession, openSession } from '../../store/people/sessions.ts';
import type { Operations } from '../context.ts';
import { codeBucket, codeHash, rulesOfLine } from './request-code.ts';

export interface SignedIn {
  readonly token: string;
  readonly lineId: string;
  readonly factors: readonly IdentityFactor[];
}

/**
 * Opens a session for the line that has the number now, by the code that was sent to it.
 *
 * @throws HandbackError `answer_wrong` (with `triesLeft`), `answer_locked` (with `retryAt`), `msisdn_invalid`
 */
export async function signInByCode(op: Operations, number: string, code: string): Promise<SignedIn> {
  const msisdn = parseMsisdn(number, op.defaultCallingCode);
  const bucket = codeBucket(op, msisdn);
  // The verdict commits before it is thrown: a wrong answer must count.
  const answer = await inTransaction(op.pool, async (tx) => {
    const record = await findLineByMsisdn(tx, msisdn);
    const now = op.clock.now();
    const rules = rulesOfLine(op, record, now);
    const policy = rules.settings.one_time_code.value;
    return judged(tx, bucket, policy, now, async () => {
      const sent = await fittingCode(op, tx, bucket, policy, code);
      // The number may have gone to another line, or the line to another holder, since the code was sent; a code
      // proves the current assignment only.
      if (sent === null || record === null || record.line.status === 'ended') return null;
      if (sent.line_id !== record.line.lineId || sent.party_id !== record.holderId) return null;
      await useUpCodes(tx, bucket);
      const factors: IdentityFactor[] = ['sms_code'];
      const token = await openSession(tx, op.vault, {
        partyId: record.holderId,
        lineId: record.line.lineId,
        factors,
      });
      return { token, lineId: record.line.lineId, factors };
    });
  });
  return answer();
}

/**
 * A way in for those whose phone is lost: the number of the line, the holder's document number and the day on which
 * the line was opened. All three are judged as one answer; which of them was wrong is not told.
 */
export async function signInWithoutPhone(
  op: Operations,
  given: { readonly number: string; readonly documentNumber: string; readonly openedOn: string },
): Promise<SignedIn> {
  const msisdn = parseMsisdn(given.number, op.defaultCallingCode);
  const openedOn = parseLocalDate(given.openedOn);
  const bucket = op.vault.index('document bucket', msisdn);
  const answer = await inTransaction(op.pool, async (tx) => {
    const record = await findLineByMsisdn(tx, msisdn);
    const now = op.clock.now();
    const rules = rulesOfLine(op, record, now);
    return judged(tx, bucket, rules.settings.one_time_code.value, now, async () => {
      // Asked for nobody too, so that an unknown number takes as long.
      const party = await findParty(tx, op.vault, record?.holderId ?? '');
      if (record === null || party?.documentIndex == null) return null;
      const document = timingSafeEqual(
        documentIndex(op.vault, normaliseDocument(given.documentNumber)),
        party.documentIndex,
      );
      if (!document || record.line.openedOn !== openedOn) return null;
      const factors: IdentityFactor[] = ['document_number', 'opening_date'];
      const token = await openSession(tx, op.vault, {
        partyId: party.partyId,
        lineId: record.line.lineId,
        factors,
      });
      return { token, lineId: record.line.lineId, factors };
    });
  });
  return answer();
}

/** Adds the document number to what a session has proven. */
export async function proveDocument(op: Operations, token: string, documentNumber: string): Promise<void> {
  const answer = await inTransaction(op.pool, async (tx) => {
    const session = await findSession(tx, token);
    if (session === null) throw new HandbackError('not_signed_in');
    const record = await findLine(tx, session.lineId);
    const party = await findParty(tx, op.vault, session.partyId);
    if (record === null || party === null) throw new HandbackError('not_signed_in');
    const now = op.clock.now();
    const rules = op.rulebooks.current(record.line.jurisdiction, record.line.province, now);
    const bucket = op.vault.index('document bucket', record.line.msisdn ?? session.lineId);
    return judged(tx, bucket, rules.settings.one_time_code.value, now, async () => {
      if (party.documentIndex === null) return null;
      if (!timingSafeEqual(documentIndex(op.vault, normaliseDocument(documentNumber)), party.documentIndex))
        return null;
      await addFactor(tx, token, 'document_number');
      return true;
    });
  });
  answer();
}

export interface SentCode {
  readonly line_id: string | null;
  readonly party_id: string | null;
}

/** The newest unused code of a bucket, if it is the one given and still alive. */
export async function fittingCode(
  op: Operations,
  tx: Db,
  bucket: Buffer,
  policy: CodePolicy,
  code: string,
): Promise<SentCode | null> {
  const { rows } = await tx.query<SentCode & { code_hash: Buffer; sent_at: Date }>(
    'select line_id, party_id, code_hash, sent_at from one_time_code where bucket = $1 and used_at is null order by sent_at desc limit 1',
    [bucket],
  );
  const sent = rows[0];
  const given = codeHash(op, bucket, code.replace(/\D/g, ''));
  const fits =
    sent !== undefined &&
    timingSafeEqual(given, sent.code_hash) &&
    isCodeAlive(sent.sent_at, policy, op.clock.now());
  return fits ? sent : null;
}

/** With a code go the earlier ones: none of them may open anything again. */
export async function useUpCodes(tx: Db, bucket: Buffer): Promise<void> {
  await tx.query('update one_time_code set used_at = now() where bucket = $1 and used_at is null', [bucket]);
}

/** As people write it: separators, full-width and lower-case characters do not matter, as in `parseDocument`. */
export function normaliseDocument(text: string): string {
  return withoutSeparators(text.slice(0, 60).normalize('NFKC')).toUpperCase();
}

/** Judges one answer under the counter's lock; the result is a function, so that a failure is thrown after the commit. */
export async function judged<T>(
  tx: Db,
  bucket: Buffer,
  policy: CodePolicy,
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
