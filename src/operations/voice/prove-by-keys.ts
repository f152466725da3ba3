import { HandbackError } from '../../domain/errors.ts';
import { spokenMissing } from '../../domain/lines/line-risk.ts';
import { withCentury } from '../../domain/people/document.ts';
import type { IdentityFactor } from '../../domain/rules/rulebook.ts';
import { parseTypedDate } from '../../domain/values/local-date.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import {
  KEYPAD_QUESTIONS,
  type KeypadQuestion,
  type MenuEffect,
  type MenuOutcome,
} from '../../domain/voice/menu.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn, type LineRecord } from '../../store/lines/lines.ts';
import { documentIndex, findParty } from '../../store/people/parties.ts';
import { addFactor, findSession, openSession } from '../../store/people/sessions.ts';
import type { CallKey } from '../../store/voice/voice-calls.ts';
import type { Visitor } from '../access/actor.ts';
import { withoutConfidential } from '../access/confidential.ts';
import { missingFactors } from '../access/factors.ts';
import type { Operations } from '../context.ts';
import { callerProof } from '../lines/risks/caller-proof.ts';
import { anyEqual } from '../people/any-equal.ts';
import { attemptCounters } from '../people/attempt-counters.ts';
import { indexOfDocument } from '../people/document-answer.ts';
import { judged } from '../people/judge-answer.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { callerToken } from './voice-caller.ts';

/** Who calls, as tries are counted. */
export interface Caller {
  readonly call: CallKey;
  readonly visitor: Visitor;
  /** Keyed hash of the calling number; null where none was shown. */
  readonly callerIndex: Buffer | null;
}

/**
 * Compares what was keyed in with what is held, in constant time, and adds what it proves to the session of the call. Tries
 * are counted of the caller, of everybody about the number, and over all numbers of the calling number and of the document
 * number. A number that nobody has is answered as one whose holder is somebody else, by the same statements and counts.
 */
export async function proveByKeys(
  op: Operations,
  { call, visitor, callerIndex }: Caller,
  number: Msisdn,
  { question, given, wish }: Extract<MenuEffect, { readonly kind: 'prove' }>,
): Promise<MenuOutcome> {
  const said = read(op, question, given);
  if (said === null) return { kind: 'unreadable' };
  const now = op.clock.now();
  const home = rulesOfLine(op, null, now);
  const { tries, wrongADay } = home.settings.hotline_verification.value;
  const policy = { ...home.settings.one_time_code.value, attempts: tries };
  const token = callerToken(op.vault, call);
  const answer = await inTransaction(op.pool, async (tx) => {
    const found = await findLineByMsisdn(tx, number);
    const record = found === null ? null : withoutConfidential(found);
    const counters = attemptCounters(op.vault, {
      ...{ door: 'voice', about: number, question, actor: visitor, lineId: record?.line.lineId ?? null },
      across: {
        ...{ agent: null, caller: callerIndex },
        document: question === 'document_number' ? said[0]! : null,
        ...{ most: wrongADay, timeZone: home.timeZone, now },
      },
    });
    return judged(tx, { ...counters, policy }, now, async () => {
      const right = await rightAnswer(op, tx, question, record);
      const passed = right !== null && anyEqual(said, [right]);
      if (record === null || !passed) return null;
      return kept(op, tx, { token, question, record });
    });
  });
  try {
    const { record, factors } = answer();
    return { kind: 'right', next: await nextFor(op, wish, record, factors) };
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    if (error.code === 'answer_wrong') return { kind: 'wrong' };
    if (error.code === 'answer_locked') return { kind: 'locked' };
    throw error;
  }
}

/** Readings of what was keyed in, as keyed hashes; null for what cannot be an answer, which costs no try. */
function read(op: Operations, question: KeypadQuestion, given: string): readonly Buffer[] | null {
  try {
    if (question === 'opening_date') return [dayIndex(op, parseTypedDate(given))];
    const longer = withCentury(given);
    return [indexOfDocument(op, given), ...(longer === null ? [] : [documentIndex(op.vault, longer)])];
  } catch (error) {
    if (error instanceof HandbackError) return null;
    throw error;
  }
}

async function rightAnswer(
  op: Operations,
  tx: Parameters<typeof findParty>[0],
  question: KeypadQuestion,
  record: LineRecord | null,
): Promise<Buffer | null> {
  // Also read for a number that nobody has, so that the answer takes as long.
  const party = await findParty(tx, op.vault, record?.holderId ?? '');
  if (record === null) return null;
  return question === 'document_number' ? (party?.documentIndex ?? null) : dayIndex(op, record.line.openedOn);
}

const dayIndex = (op: Operations, day: string): Buffer => op.vault.index('day keyed in', day);

/** Adds what was proven to the session of the call: of one line only, the one whose document was named first. */
async function kept(
  op: Operations,
  tx: Parameters<typeof findParty>[0],
  { token, question, record }: { token: string; question: KeypadQuestion; record: LineRecord },
): Promise<{ readonly record: LineRecord; readonly factors: readonly IdentityFactor[] } | null> {
  const { lineId } = record.line;
  const partyId = record.holderId;
  const session = await findSession(tx, token);
  if (session === null) {
    if (question !== 'document_number') return null;
    await openSession(tx, op.vault, { partyId, lineId, factors: [question] }, token);
  } else {
    if (session.lineId !== lineId || session.partyId !== partyId) return null;
    await addFactor(tx, token, question);
  }
  await insertAudit(tx, [
    {
      ...{ caseId: null, lineId, actor: 'subscriber', action: 'factor_proven' },
      facts: { factor: question, by: 'voice_menu' },
    },
  ]);
  return { record, factors: [...new Set([...(session?.factors ?? []), question])] };
}

/** What the rules of the line still ask for the wish. What no keypad can answer is asked by a person. */
async function nextFor(
  op: Operations,
  wish: string,
  record: LineRecord,
  factors: readonly IdentityFactor[],
): Promise<KeypadQuestion | 'person' | null> {
  const now = op.clock.now();
  const { value: asked } = rulesOfLine(op, record, now).settings.identity_factors;
  const { tier } = await callerProof(op, op.pool, record, now);
  const missing =
    wish === 'bar'
      ? [missingFactors({ factors }, asked.urgent_bar)]
      : [missingFactors({ factors }, asked.hotline), spokenMissing(tier, factors)];
  const open = missing.filter(({ count }) => count > 0);
  if (open.length === 0) return null;
  const next = KEYPAD_QUESTIONS.filter((question) =>
    open.every(({ accepted }) => accepted.includes(question)),
  );
  // Nobody is asked a second question where a third would be needed that no keypad can answer.
  const enough = open.every(
    ({ count, accepted }) => KEYPAD_QUESTIONS.filter((one) => accepted.includes(one)).length >= count,
  );
  return enough ? (next[0] ?? 'person') : 'person';
}
