import { timingSafeEqual } from 'node:crypto';
import { parseTypedDate } from '../../domain/values/local-date.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn } from '../../store/lines/lines.ts';
import { findParty } from '../../store/people/parties.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { attemptCounters } from './attempt-counters.ts';
import { indexOfDocument } from './document-answer.ts';
import { judged } from './judge-answer.ts';
import { rulesOfLine } from './rules-of-line.ts';
import { type SignedIn, signIn } from './signed-in.ts';

/**
 * A way in for those whose phone is lost: the number of the line, the holder's document number and the day on which
 * the line was opened. All three are judged as one answer; which of them was wrong is not told.
 *
 * @throws HandbackError `answer_wrong` (with `triesLeft`), `answer_locked` (with `retryAt`), `msisdn_invalid`,
 *   `date_invalid`, `document_invalid`; none of the last three costs a try
 */
export async function signInWithoutPhone(
  op: Operations,
  actor: Actor,
  request: { readonly number: string; readonly documentNumber: string; readonly openedOn: string },
): Promise<SignedIn> {
  requireAccess(actor, 'signInWithoutPhone');
  const now = op.clock.now();
  const msisdn = parseMsisdn(request.number, op.defaultCallingCode);
  const openedOn = parseTypedDate(request.openedOn);
  const given = indexOfDocument(op, request.documentNumber);
  const answer = await inTransaction(op.pool, async (tx) => {
    const record = await findLineByMsisdn(tx, msisdn);
    const policy = rulesOfLine(op, null, now).settings.one_time_code.value;
    const lineId = record?.line.lineId ?? null;
    const counters = attemptCounters(op.vault, { door: 'without_phone', about: msisdn, actor, lineId });
    return judged(tx, { ...counters, policy }, now, async () => {
      // Also done for a number that nobody has, so that the answer takes as long.
      const party = await findParty(tx, op.vault, record?.holderId ?? '');
      if (record === null || party?.documentIndex == null) return null;
      const document = timingSafeEqual(given, party.documentIndex);
      if (!document || record.line.openedOn !== openedOn) return null;
      return signIn(op, tx, {
        partyId: party.partyId,
        lineId: record.line.lineId,
        factors: ['document_number', 'opening_date'],
      });
    });
  });
  return answer();
}
